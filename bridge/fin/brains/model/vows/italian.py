"""Promises, claims and hand-offs in Italian."""

from __future__ import annotations

from bridge.fin.brains.model.vows.vow_table import vows

VOWS = vows(
    needs=("la le ti vi lo ci mi me ho abbiamo un una il suo sua qualcuno riceverà riceverai passo nostro"),
    later=(
        r"\b(?:la|le|ti|vi|lo|ci|mi)\s+\w+(?:erò|irò|eremo|iremo|rrò|rremo|arò|aremo)\b|"
        r"\bme ne (?:occupo|occuperò)\b|\bci penso io\b|\b(?:un|una|il nostro|la nostra|i nostri|"
        r"qualcuno)\b\s*(?:collega|colleghi|tecnic\w+|operator\w+|team|agente|addett\w+|"
        r"specialista)?\b~\b(?:chiamerà|verrà|contatterà|scriverà|invierà|passerà|richiamerà|"
        r"si metterà|la chiama)\b|\b(?:le|ti) (?:prometto|garantisco)\b"
    ),
    done=(
        r"\b(?:ho|abbiamo)\b(?: già)? (?:modificato|cambiato|annullato|creato|aperto|inviato|aggiunto|"
        r"aggiornato|informato|avvisato|registrato|reimpostato|eliminato|rimborsato|richiesto|"
        r"corretto|attivato|disattivato|segnalato|accreditato|cancellato)\b|"
        r"\bil (?:nostro )?team è stato ~\b(?:informato|avvisato)\b"
    ),
    handed=(
        r"\b(?:la|ti|vi) metto in contatto\b|\b(?:passo|ho passato|trasferisco|ho trasferito|inoltro"
        r"|ho inoltrato)\b~\b(?:la|il|lo|le|al|"
        r"richiesta|team|collega|caso)\b"
    ),
    soft=(
        r"\b(?:riceverà|riceverai|avrà|sarà)\b~\b(?:chiamata|telefonata|e-?mail|mail|messaggio|"
        r"rimborso|rimborsat[oa]|contattat[oa]|richiamat[oa]|risposta|notizie)\b|\b(?:il|la) (?:suo |"
        r"sua |tuo |tua )?(?:rimborso|account|ordine|indirizzo|richiesta|pratica|pacco|ticket|"
        r"pagamento)\b~\b(?:è stat[oa]|è in|sarà|verrà)\b"
    ),
    unless=r"se|quando|una volta|dopo|prima|appena|non appena|per|finché",
)

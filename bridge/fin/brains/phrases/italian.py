"""What people say around their questions in Italian."""

from __future__ import annotations

from bridge.fin.brains.phrases.phrase_table import Phrases

PHRASES = Phrases(
    language="it",
    sets={
        "person": (
            "umano|umana|essere_umano|persona|persona_reale|persona_vera|operatore|operatrice|addetto|"
            "addetta|"
            "consulente|agente|rappresentante|responsabile|dipendente|operatore_umano"
        ),
        "anyone": "qualcuno|assistenza|servizio_clienti|supporto|team|assistenza_clienti",
        "a": "un|una|uno|il|lo|la|vostro|vostra|con|l|altro",
    },
    nots="non|mai|niente|nulla|nessun|nessuna|senza",
    asks="come|quando|dove|quale|quali|che|perche|chi|quanto|quanta|posso|potete|cosa|e|avete",
    team=(
        "parlare|chattare|discutere|comunicare|parlo con ~ {person}|{anyone}",
        "contatto|collegarmi|collegami|connettimi con ~ {person}|{anyone}",
        (
            "passi|passatemi|passami|trasferisci|trasferiscimi|passarmi|trasferirmi|trasferitemi ~ "
            "{person}|{anyone}"
        ),
        "voglio|vorrei|preferisco|serve|bisogno_di|desidero|datemi|dammi {a}? {a}? {person}",
        "contattare {a}? {a}? {person}",
        "^ {a}? {a}? {person} per_favore|per_cortesia|grazie? $",
        "^ servizio_clienti|assistenza|assistenza_clienti per_favore? $",
        "c e {a}? {person}|{anyone}",
        "richiamatemi|chiamatemi|mi_richiami|mi_chiami ~ $",
        "non|nessun|no ~ bot|robot|chatbot|macchina|ia",
    ),
    helped=(
        "mi|ci ha|hai|avete|e_stato|e_stata? aiutato|aiutata|aiuta|utile|aiutati ~ $",
        "questo|cosi|ora|adesso|mi ~ aiutato|funziona|utile ~ $",
        "^ funziona|risolto|perfetto|ottimo|fantastico|eccellente|capito|chiaro|grandioso|benissimo",
        "problema|tutto|domanda ~ risolto|risolta|chiaro|a_posto",
        "^ si|certo $",
        "^ si mi|questo|ha|funziona ~ $",
        "nessun_altra|non_ho_altre domanda|domande",
        "e tutto $",
        "molto|stato|stata utile|d_aiuto",
    ),
    not_helped=(
        "non mi|ci|e|ha|hai|era|e_stato|e_stata ~ aiutato|aiuta|utile|d_aiuto|risolto|aiutata|servito|serve",
        "non aiuta|funziona|risponde|risolve|serve $",
        "questo|cosi|quello non ~ funziona|va|aiuta|risponde",
        "non e|era quello|cio ~ $",
        "risposta ~ sbagliata|errata|inutile",
        "non mi? hai|ha|avete|capisci|capisce ~ capito?",
        "^ no|inutile|per_niente|non_proprio|ancora_no|purtroppo_no|e_sbagliato $",
        "gia provato|fatto|letto",
    ),
    upset=(
        "inaccettabile|vergognoso|vergognosa|vergogna|ridicolo|ridicola|scandaloso|scandalosa|indecente",
        "truffa|truffatori|ladri|merda|cazzo|idioti|incompetenti|schifo",
        "sono ~ furioso|furiosa|arrabbiato|arrabbiata|incazzato|incazzata|indignato|indignata|stufo|stufa",
        "non_ne posso_piu",
        "mai_piu ~ compro|comprero|ordino|ordinero|da_voi",
    ),
    thanks=(
        "grazie mille|tante|infinite|molte|di_tutto|per_l_aiuto|dell_aiuto|a_voi? per_l_aiuto?",
        "^ ok|okay|va_bene|d_accordo|bene|no_grazie $",
        "arrivederci|buona_giornata|buona_serata|a_presto",
        "ti|la|vi ringrazio",
    ),
    greeting=(
        "^ ciao|buongiorno|buonasera|salve|buon_giorno|buona_sera|hey a_tutti|team?",
        "come stai|sta|state|va $",
    ),
    vague=(
        "^ aiuto|aiutatemi|aiutami|domanda|problema|ho_bisogno_di_aiuto per_favore? $",
        "ho|avrei|c_e ~ problema|domanda|problemi|domande|questione",
        "bisogno di? aiuto|assistenza|d_aiuto",
        "puo|puoi|potete|potrebbe|potresti ~ aiutarmi|aiutare",
        "^ e|si|qualcosa|non ~ rotto|rotta|funziona ~ $",
    ),
    words={
        "hello": "Buongiorno! Come posso aiutarla?",
        "welcome": "Prego! Ci scriva quando vuole se c'è altro.",
        "which": "Vorrei essere sicuro di aver capito bene. Di che cosa si tratta?",
        "what": "L'aiuto volentieri. Può dirmi con qualche parola in più di che cosa si tratta?",
    },
)

"""Promises, claims and hand-offs in German."""

from __future__ import annotations

from bridge.fin.brains.model.vows.vow_table import vows

VOWS = vows(
    needs="ich habe wir ein eine unser unsere jemand sie du ihre ihr deine dein die der das den",
    later=(
        r"\bich\b~\b(?:kümmere|informiere|kläre|erledige|veranlasse|leite|sorge|verspreche|garantiere|"
        r"schaue|frage|melde|schicke|sende|rufe|werde|überweise|erstatte|storniere|prüfe|halte|"
        r"gebe)\b|\b(?:werde|kümmere|melde|leite|veranlasse|schicke|prüfe|gebe|informiere) ich\b|"
        r"\bwir\b~\b(?:melden uns|kümmern uns|werden Ihnen|werden dir|werden Sie|rufen Sie|rufen dich|"
        r"halten Sie|schicken Ihnen eine?n? (?:mail|e-?mail|ersatz))\b|\b(?:eine?|unsere?|"
        r"jemand)\b(?:\s+\w+)?\s*(?:kolleg\w+|mitarbeiter\w*|techniker\w*|fahrer\w*|monteur\w*|team|"
        r"jemand)?\b~\b(?:ruft|meldet sich|kommt|kontaktiert|kümmert sich|besucht|schreibt Ihnen|"
        r"schreibt dir)\b"
    ),
    done=(
        r"\b(?:ich habe?|habe ich)\b~\b(?:ge(?:ändert|sendet|schickt|prüft|meldet|löscht|bucht)"
        r"|angelegt|erstellt|"
        r"informiert|veranlasst|eingetragen|hinterlegt|aktualisiert|zurückgesetzt|notiert|beauftragt|"
        r"entfernt|aktiviert|deaktiviert|korrigiert|vermerkt|übermittelt|storniert|erstattet|"
        r"überwiesen|bestellt|freigeschaltet|gutgeschrieben|eröffnet|angestoßen|bestätigt|gekündigt|"
        r"verlängert)\b|\b(?:das|unser) Team (?:wurde|ist) ~\b(?:informiert|benachrichtigt|"
        r"verständigt)\b"
    ),
    handed=(
        r"\bich (?:habe|leite|gebe|verbinde|übergebe|eskaliere)\b~\b(?:weiter|weitergegeben|"
        r"weitergeleitet|übergeben|verbunden|verbinde|eskaliert)\b|\bich (?:verbinde|übergebe) (?:Sie|"
        r"dich)\b"
    ),
    soft=(
        r"\b(?:das|unser) team\b~\b(?:meldet sich|ruft)\b|\b(?:Sie|du) (?:hören|hörst|bekommen|bekommst"
        r"|erhalten|erhältst|werden|wirst)\b~(?:von uns|"
        r"anruf|rückruf|e-?mail|nachricht|erstattung|gutschrift|geld|kontaktiert|zurückgerufen)|"
        r"\b(?:ihre?|deine?|die|der|das) (?:\w+ )?(?:erstattung|rückerstattung|bestellung|konto|"
        r"betrag|anfrage|ticket|fall|adresse|rücksendung|termin|geld|ersatz|paket)\b~\b(?:wurde|ist|"
        r"wird)\b~\b(?:veranlasst|gelöscht|storniert|bearbeitet|erstattet|gutgeschrieben|unterwegs|"
        r"erstellt|weitergeleitet|geändert|überwiesen)\b"
    ),
    unless=r"wenn|sobald|falls|nachdem|bis|bevor|um|damit|solange",
)

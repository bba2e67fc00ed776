"""Promises, claims and hand-offs in Dutch."""

from __future__ import annotations

from bridge.fin.brains.model.vows.vow_table import vows

VOWS = vows(
    needs="ik we wij een onze ons iemand u je uw jouw jullie",
    later=(
        r"\bik\b~\b(?:regel|hou|houd|stuur|bel|zorg|beloof|garandeer|zal|ga (?:het|dit|dat|u|voor)|"
        r"zoek (?:het|dit) uit|laat (?:u|je|het)|kom (?:hier )?(?:bij u |op u )?terug|neem contact)\b|"
        r"\b(?:we|wij)\b~\b(?:nemen (?:zo |snel )?contact|houden (?:u|je)|regelen|laten (?:u|je)|"
        r"bellen (?:u|je)|zullen (?:u|je)|betalen (?:u|je) terug|mailen (?:u|je))\b|\b(?:een|onze|ons|"
        r"iemand)\b\s*(?:collega|monteur|medewerker|technicus|team|koerier)?\b~\b(?:belt|komt|"
        r"neemt contact|mailt|schrijft (?:u|je)|zal)\b"
    ),
    done=(
        r"\bik heb\b~\b(?:gewijzigd|geannuleerd|aangemaakt|geopend|verstuurd|gestuurd|toegevoegd|"
        r"bijgewerkt|geïnformeerd|gemeld|geregistreerd|gereset|verwijderd|terugbetaald|aangevraagd|"
        r"gecorrigeerd|geactiveerd|gedeactiveerd|genoteerd|ingelicht|besteld|opgezegd)\b|"
        r"\bons team (?:is|werd) ~\b(?:ingelicht|geïnformeerd)\b"
    ),
    handed=(
        r"\bik (?:heb|geef|verbind|zet|draag)\b~\b(?:door|doorgegeven|doorgestuurd|doorverbonden|"
        r"over)\b"
    ),
    soft=(
        r"\b(?:u|je) (?:ontvangt|krijgt|hoort|zult|wordt)\b~\b(?:telefoontje|oproep|e-?mail|mail|"
        r"bericht|terugbetaling|terugbetaald|antwoord|van ons|gebeld|gecontacteerd)\b|\b(?:uw|je|jouw|"
        r"de|het) (?:terugbetaling|account|bestelling|adres|verzoek|zaak|pakket|ticket|"
        r"geld)\b~\b(?:is|werd|wordt)\b~\b(?:verwerkt|verwijderd|geannuleerd|terugbetaald|onderweg|"
        r"gewijzigd|aangemaakt|doorgestuurd)\b"
    ),
    unless=r"als|zodra|wanneer|nadat|voordat|om|indien|tot",
)

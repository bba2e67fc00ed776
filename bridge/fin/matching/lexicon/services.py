"""What people call matters of banks, travel, appointments, insurance and software, and what lies around."""

from __future__ import annotations

SERVICES: dict[str, dict[str, str]] = {
    "money": {
        "charged": (
            "charged|charge|billed|debited|debit|overcharged|took money|took ~ from|taken from|"
            "money was taken|money is gone|abgebucht|abbuchung|abbuchen|belastet|lastschrift|eingezogen|"
            "double charged|charging|money taken|you took|withdrawn|berechnet|zahle ich"
        ),
        "pay": (
            "pay|paid|payment|paying|zahlen|bezahlen|zahlung|bezahlt|gezahlt|zahle|bezahlung|checkout payment"
        ),
        "card": (
            "card|credit card|debit card|visa|mastercard|amex|karte|kreditkarte|ec karte|bankkarte|"
            "girocard|kartenzahlung|card payment|bank card"
        ),
        "transfer": (
            "transfer|bank transfer|wire|wired|sent money|send money|sent the money|money i sent|"
            "uberweisung|uberweisen|uberwiesen|remittance|sepa|standing order|dauerauftrag|transferred|"
            "geld geschickt|geld gesendet"
        ),
        "recipient": (
            "recipient|beneficiary|payee|landlord|empfanger|vermieter|salary|gehalt|lohn|wages|mother|"
            "father|mutter|vater|friend|freund|freundin|sister|brother"
        ),
        "transaction": (
            "transaction|purchase on my card|booking on my statement|transaktion|umsatz|kontobewegung|"
            "statement|kontoauszug|abrechnung|card statement"
        ),
        "unknown_charge": (
            "dont recognise|dont recognize|do not recognise|do not recognize|not mine|isnt mine|didnt make|"
            "did not make|havent made|never made|not me|wasnt me|never bought|never heard of|unknown|"
            "unauthorised|unauthorized|unfamiliar|suspicious|nicht kenne|unbekannt|unbekannte|"
            "nicht von mir|kenne ~ nicht|nicht getatigt|not authorised|not authorized|without my|ohne meine"
        ),
        "fraud": (
            "fraud|scam|stolen card|somebody used|someone used|hacked|betrug|missbrauch|gehackt|"
            "jemand ~ meiner karte|phishing|used my card|fraudulent|card was stolen"
        ),
        "dispute": (
            "dispute|contest|object|widersprechen|widerspruch|anfechten|beanstanden|chargeback|reversal"
        ),
        "failed_payment": (
            "payment failed|payment fails|declined|did not go through|didnt go through|not go through|"
            "doesnt go through|went wrong|always fails|keeps failing|pending|payment rejected|"
            "transaction failed|fehlgeschlagen|gescheitert|nicht durchgegangen|hangt|abgelehnt|"
            "zahlung abgelehnt|zahlung fehlgeschlagen|payment error|in bearbeitung|refused|rejected|"
            "got declined|was declined|payment is stuck|payment stuck|transaction stuck|"
            "transaction is stuck|hangt fest|paying ~ doesnt work|pay ~ doesnt work|cant pay|cannot pay|"
            "kann nicht bezahlen|kann nicht zahlen"
        ),
        "price": (
            "price|cost|fee|expensive|cheap|how much|preis|kosten|kostet|gebuhr|teuer|gunstig|rate|tariff"
        ),
        "account_bank": "iban|bank account|bank|girokonto|bankkonto|sparkonto|savings|zinsen|interest",
    },
    "travel": {
        "booking": (
            "booking|reservation|reserve|reserved|booked|buchung|reservierung|gebucht|reserviert|"
            "buchungsnummer|booking reference|ticket|tickets"
        ),
        "trip": (
            "trip|travel|holiday|vacation|journey|tour|hotel|flight|room|flug|reise|urlaub|zimmer|bahn|"
            "train|stay|aufenthalt|ferien|airline|excursion|cruise"
        ),
        "cannot_come": (
            "cannot travel|cant travel|cant go|cannot go|cant make it|cannot make it|cant come|cannot come|"
            "unable to travel|unable to come|konnen nicht reisen|kann nicht reisen|kann nicht kommen|"
            "konnen nicht kommen|verhindert|is off|schaffe ~ nicht|passt mir nicht|not suit me|"
            "clashes with|krank|sick"
        ),
    },
    "appointments": {
        "appointment": (
            "appointment|visit|check up|checkup|consultation|meeting|slot|time slot|termin|arzttermin|"
            "untersuchung|sprechstunde|besuch|zahnarzttermin|session"
        ),
        "doctor": (
            "doctor|dentist|dr|clinic|practice|physician|arzt|zahnarzt|praxis|klinik|arztin|hospital|"
            "krankenhaus"
        ),
        "reschedule": (
            "reschedule|postpone|move ~ to|move|rearrange|put off|push back|delay until|another day|"
            "another time|different day|different date|different time|other day|later slot|"
            "later appointment|earlier appointment|verschieben|verlegen|umbuchen|verschoben|anderen tag|"
            "anderer tag|spater kommen|fruher kommen|another date|ausweichtermin|vorziehen"
        ),
        "weekday": (
            "monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|"
            "freitag|samstag|sonntag|tomorrow|next week|morgen|nachste woche|ubermorgen"
        ),
    },
    "insurance": {
        "policy": (
            "policy|insurance|insured|insure|coverage|police|versicherung|versichern|versichert|"
            "versicherungspolice|kfz versicherung|car insurance"
        ),
        "vehicle": (
            "car|vehicle|motorbike|motorcycle|van|auto|fahrzeug|wagen|motorrad|pkw|kennzeichen|"
            "number plate|licence plate"
        ),
        "driver": "driver|second driver|fahrer|drives|additional driver|fahrerin|zweitfahrer",
        "accident": "accident|crash with|collision|unfall|damage claim|schadensmeldung",
    },
    "technical": {
        "app": (
            "app|application|website|web site|site|page|software|program|programme|webseite|seite|programm|"
            "portal|dashboard|screen|browser|anwendung|oberflache|internetseite|plugin|integration"
        ),
        "crash": (
            "crash|crashes|crashing|freeze|freezes|frozen|hang|hangs|sturzt ab|absturz|abgesturzt|"
            "eingefroren|hangt sich auf|hangt|friert ein|closes itself|restarts|stuck|freezing|hung up|"
            "bleibt hangen|hangen geblieben"
        ),
        "error": (
            "error|error code|error message|bug|exception|glitch|fehler|fehlermeldung|fehlercode|storung|"
            "error 500|code e"
        ),
        "not_loading": (
            "not load|doesnt load|wont load|nothing loads|not loading|stays white|stays blank|blank|"
            "white screen|white page|ladt nicht|keine verbindung|weisse seite|bleibt weiss|bleibt leer|"
            "offline|down|unreachable|timeout|times out|wont open|doesnt open"
        ),
        "nothing_happens": (
            "nothing happens|does nothing|doing nothing|no reaction|doesnt respond|not responding|"
            "unresponsive|nichts passiert|passiert nichts|reagiert nicht|tut sich nichts|doesnt react"
        ),
        "not_working": (
            "not working|doesnt work|does not work|isnt working|wont work|not work|didnt work|dont work|"
            "not functioning|funktioniert nicht|geht nicht|klappt nicht|geht ~ nicht|cant use|tut nicht|"
            "isnt functioning|impossible|unmoglich"
        ),
        "click": "click|button|press|tap|klicken|klick|knopf|drucken|schaltflache",
        "save": "save|saving|upload|uploading|open my|speichern|hochladen|abspeichern|sync|synchronise",
        "export": "export|download|herunterladen|exportieren|import|importieren",
        "device": "phone|laptop|computer|tablet|iphone|android|rechner|gerat|device|printer|drucker|router",
    },
    "around": {
        "hours": (
            "opening hours|hours|geoffnet|offnungszeiten|closed|geschlossen|business hours|open on|open at|"
            "you open|open today|open tomorrow|open now|are open|wann offen|samstags offen"
        ),
        "place": "store|shop|showroom|branch|filiale|laden|geschaft|location|standort|located",
        "person": (
            "human|person|agent|representative|operator|mensch|mitarbeiter|berater|somebody|jemand|colleague"
        ),
        "job": (
            "job|hiring|career|vacancy|internship|apply for|stelle|karriere|bewerbung|bewerben|praktikum|"
            "arbeitsplatz|ausbildung"
        ),
        "business": (
            "reseller|wholesale|b2b|bulk|business customers|handler|grosshandel|geschaftskunden|partner|"
            "cooperation"
        ),
        "rules": "policy on|rules|terms|conditions|bedingungen|regeln|agb|in general|generally|allgemein",
        "material": (
            "material|dimensions|height|weight|waterproof|certified|organic|vegan|masse|hohe|gewicht|"
            "wasserdicht|abmessungen"
        ),
        "care": "wash|clean|iron|laundry|waschen|reinigen|putzen|bugeln|pflege|pflegen",
        "advice": (
            "advice|recommend|recommendation|which one|empfehlen|empfehlung|beratung|beraten|suggest|compare"
        ),
        "world": (
            "weather|joke|capital|president|football|news|song|movie|film|recipe|wetter|witz|hauptstadt|"
            "fussball|rezept|poem|gedicht|homework|translate|story"
        ),
        "new_order": (
            "would like to buy|want to buy|want to order|like to order|interested in buying|mochte kaufen|"
            "mochte bestellen|book a|book me|looking for a|suche ein|suche einen"
        ),
    },
}

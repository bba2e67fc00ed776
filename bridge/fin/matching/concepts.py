"""What English and German customers call the same thing: prior knowledge for procedures with few examples.

An author writes six sentences and customers use sixty words. A group is one thing, in both languages, so that
English examples also serve a German customer. It only helps what the examples say; it decides nothing.
"""

from __future__ import annotations

CONCEPTS: dict[str, str] = {
    "refund": (
        "refund|refunded|refunding|reimburse|reimbursed|reimbursement|repay|repaid|money back|pay back|"
        "paid back|pay me back|give me back my money|erstatten|erstattet|erstattung|ruckerstattung|"
        "ruckerstatten|geld zuruck|geld wieder|geld wiederhaben|zuruckuberweisen|zuruckzahlen|ruckzahlung|"
        "chargeback|money returned|amount back|back the money|money again"
    ),
    "cancel": (
        "cancel|cancels|cancelled|canceled|cancelling|canceling|cancellation|call off|revoke|withdraw|abort|"
        "stornieren|storniert|storniere|stornierung|storno|kundigen|gekundigt|kundigung|kundige|abbestellen|"
        "widerrufen|widerruf|terminate|stop|end|beenden|beende|abbrechen|stopp|stoppen"
    ),
    "pause": (
        "pause|pausing|pausieren|pausiere|suspend|hold|on hold|skip|break|freeze|aussetzen|unterbrechen|"
        "unterbrechung|uberspringen|ruhen"
    ),
    "resume": (
        "resume|restart|reactivate|start again|continue|wieder aufnehmen|reaktivieren|fortsetzen|unpause"
    ),
    "change": (
        "change|changed|changing|edit|modify|update|updated|correct|alter|amend|switch|andern|andere|"
        "geandert|anderung|korrigieren|aktualisieren|anpassen|wechseln"
    ),
    "address": (
        "address|street|postcode|zip|zip code|postal code|house number|adresse|anschrift|strasse|hausnummer|"
        "postleitzahl|lieferadresse|lieferanschrift|versandadresse"
    ),
    "moved": (
        "moved|moving|relocated|new home|new flat|new house|umgezogen|umzug|umziehen|ziehe um|neue wohnung"
    ),
    "parcel": (
        "parcel|parcels|package|packages|packet|shipment|consignment|paket|pakete|packchen|sendung|lieferung|"
        "zustellung"
    ),
    "delivery": (
        "delivery|deliver|delivered|delivering|deliveries|shipping|shipped|ship|dispatch|dispatched|versand|"
        "versenden|liefern|geliefert|zugestellt|versendet|verschickt"
    ),
    "carrier": (
        "courier|carrier|driver|postman|zusteller|paketdienst|spediteur|spedition|dhl|ups|fedex|hermes"
    ),
    "track": "track|tracking|trace|whereabouts|sendungsverfolgung|verfolgen|trackingnummer|sendungsnummer",
    "late": (
        "late|delayed|delay|overdue|still waiting|not arrived|hasnt arrived|has not arrived|never arrived|"
        "didnt arrive|not here|isnt here|not received|havent received|never received|never got|verspatet|"
        "verspatung|uberfallig|nicht angekommen|noch nicht da|nicht erhalten|warte"
    ),
    "lost": (
        "lost|missing|vanished|disappeared|stolen|gone|verloren|verschwunden|fehlt|fehlen|fehlte|weg|"
        "gestohlen"
    ),
    "order": "order|orders|purchase|purchases|bestellung|bestellungen|auftrag|kauf|bestellnummer",
    "bought": "ordered|bought|purchased|placed|gekauft|bestellt|erworben",
    "exchange": (
        "exchange|exchanged|exchanging|swap|swapped|trade|umtauschen|umgetauscht|umtausch|tauschen|"
        "austauschen|tausche"
    ),
    "instead": "instead|rather|stattdessen|anstatt|lieber",
    "size": (
        "size|sizes|bigger|smaller|larger|longer|shorter|small|large|grosse|grosser|kleiner|langer|kurzer|xl|"
        "xxl"
    ),
    "colour": (
        "colour|color|colours|colors|black|white|red|green|blue|beige|grey|gray|yellow|brown|farbe|schwarz|"
        "weiss|rot|rote|roten|grun|grune|blau|blaue|grau|braun|schwarze"
    ),
    "return": (
        "return|returned|returning|returns|send back|sent back|sending back|give back|bring back|ship back|"
        "sending it back|send it back|sending the back|zuruckschicken|zurucksenden|zuruckgeben|retoure|"
        "retournieren|rucksendung|ruckgabe|zuruckgeschickt|zuruckgesendet"
    ),
    "label": (
        "label|labels|return slip|sticker|etikett|rucksendeetikett|retourenlabel|retourenschein|"
        "rucksendeschein|versandetikett"
    ),
    "warranty": "warranty|guarantee|guaranteed|garantie|gewahrleistung|garantiefall|reklamation|reklamieren",
    "repair": "repair|repaired|repairs|fix|fixed|mend|reparieren|reparatur|repariert",
    "replace": "replace|replaced|replacement|ersetzen|ersatz|ersetzt",
    "broken": (
        "broken|broke|break|cracked|crack|smashed|torn|shattered|dented|crushed|damaged|damage|snapped|"
        "in pieces|stained|scratched|bent|chipped|kaputt|zerbrochen|beschadigt|defekt|gerissen|verbeult|"
        "zerkratzt|beschadigung|schaden"
    ),
    "faulty": (
        "faulty|fault|defective|defect|malfunction|malfunctioning|failed|failing|fails|died|gave up|"
        "stopped working|quit working|no longer works|funktioniert nicht mehr|fehlerhaft|mangel"
    ),
    "notwork": (
        "not working|doesnt work|does not work|isnt working|wont work|not work|didnt work|dont work|"
        "not accepted|isnt accepted|rejected|declined|refused|invalid|denied|not applied|wont apply|"
        "not recognised|not recognized|funktioniert nicht|geht nicht|ungultig|abgelehnt|nicht angenommen|"
        "nicht akzeptiert|klappt nicht|nicht abgezogen"
    ),
    "after_use": "months|month|years|year|monate|monaten|monat|jahre|jahren|jahr|half a year",
    "on_arrival": (
        "arrived|arrival|unpacked|unpacking|unboxed|opened the box|out of the box|in the box|when opened|"
        "received|came|auspacken|ausgepackt|angekommen|bekommen|erhalten|eingetroffen"
    ),
    "wrong": (
        "wrong|incorrect|mistake|by mistake|falsch|falsche|falschen|falscher|falsches|versehentlich|"
        "aus versehen"
    ),
    "login": (
        "login|log in|log on|sign in|signin|logging in|signing in|let me in|get in|einloggen|anmelden|"
        "anmeldung|zugang|log into|sign into|logged in"
    ),
    "password": "password|passcode|passwort|kennwort|pin|credentials|passwords",
    "locked": (
        "locked|blocked|lock|locked out|suspended|disabled|unlock|gesperrt|entsperren|sperre|ausgesperrt"
    ),
    "forgot": "forgot|forgotten|forget|cant remember|dont remember|vergessen|vergass",
    "account": "account|profile|konto|profil|kundenkonto|benutzerkonto|nutzerkonto",
    "email": (
        "email|e mail|mail address|email address|mailbox|inbox|mailadresse|emailadresse|e mail adresse|"
        "postfach|mail"
    ),
    "subscription": "subscription|subscriptions|plan|membership|abo|abonnement|mitgliedschaft|abos|vertrag",
    "newsletter": "newsletter|mailing list|marketing|advertising|werbung|unsubscribe|opt out|abmelden",
    "monthly": "monthly|every month|each month|per month|recurring|monatlich|jeden monat|next month",
    "invoice": (
        "invoice|invoices|bill|receipt|receipts|rechnung|rechnungen|beleg|quittung|rechnungskopie|kaufbeleg"
    ),
    "copy": "copy|resend|again|duplicate|pdf|kopie|nochmal|noch einmal|erneut|duplikat",
    "giftcard": (
        "gift card|giftcard|gift cards|gift voucher|present card|voucher card|geschenkkarte|"
        "geschenkgutschein|geschenkkarten|store credit"
    ),
    "balance": (
        "balance|left on|remaining|credit|how much is left|how much money|is on it|guthaben|restbetrag|"
        "restguthaben|noch drauf|noch auf|kontostand"
    ),
    "discount": (
        "discount|discounts|voucher|coupon|promo|promotion|rebate|promo code|discount code|rabatt|rabattcode|"
        "gutschein|gutscheincode|aktionscode|voucher code|coupon code"
    ),
    "code": "code|codes",
    "applied": "apply|applied|deducted|taken off|take off|abgezogen|angerechnet|eingelost|redeem|einlosen",
    "flicker": (
        "flicker|flickers|flickering|blink|blinks|blinking|flackert|flackern|blinkt|blinken|pulsing|strobing|"
        "on and off"
    ),
    "hum": "hum|hums|humming|buzz|buzzes|buzzing|noise|brummt|brummen|summt|summen|gerausch",
    "turn_on": (
        "turn on|turns on|switch on|switches on|light up|lights up|stays dark|dark|geht nicht an|einschalten|"
        "anschalten|leuchtet nicht|goes out|wont turn on|doesnt turn on|power on"
    ),
    "dim": "dim|dimmed|dims|dimmer|dimming|turn it down|dimmen|dimmt|gedimmt|dimmable|dimmbar",
    "lamp": (
        "lamp|lamps|light|lights|bulb|bulbs|lampe|lampen|licht|leuchte|gluhbirne|stehlampe|birne|leuchtmittel"
    ),
    "person": "human|person|agent|representative|operator|mensch|mitarbeiter|berater",
    "price": (
        "price|prices|cost|costs|fee|fees|expensive|cheap|preis|preise|kosten|kostet|gebuhr|gebuhren|teuer"
    ),
    "open": (
        "open|opening|hours|geoffnet|offnungszeiten|store|stores|shop|showroom|branch|filiale|laden|geschaft"
    ),
    "pay": (
        "pay|payment|paypal|visa|mastercard|card|zahlen|bezahlen|zahlung|uberweisung|zahlungsarten|"
        "kreditkarte"
    ),
    "charged": (
        "charged|billed|debited|overcharged|abgebucht|berechnet|belastet|charge|charging|double charged"
    ),
    "identity": "identity|verify|verification|verified|identitat|verifizieren|bestatigen|ausweis",
    "delete": "delete|erase|remove|close|loschen|loschung|entfernen|schliessen",
    "phone": "phone|telephone|telefon|telefonnummer|phone number|mobile|handy|handynummer",
    "appointment": (
        "appointment|booking|reservation|reschedule|book|termin|buchung|reservierung|umbuchen|verschieben"
    ),
    "upgrade": "upgrade|downgrade|upgraden|hochstufen|herabstufen",
    "export": "export|download|herunterladen|exportieren",
    "error": "error|errors|crash|crashes|crashing|bug|fehler|fehlermeldung|absturz|sturzt ab",
    "item": "item|items|product|article|goods|artikel|produkt|ware|waren|piece|parts|part|teil|teile",
    "not_any_more": (
        "any more|anymore|any longer|no longer|nicht mehr|changed my mind|decided against|dont need|dont want"
    ),
}
"""Name -> words of one or several parts; lower case, no diacritics (ß is ss), contractions as one word."""

WAYS: dict[str, str] = {
    "howto": (
        "how do i|how can i|how to|how would i|how should i|where do i|where can i|wie kann ich|"
        "wie mache ich|wo kann ich|wie geht|wie funktioniert|what should i do|what do i do|how does|how do"
    ),
    "may": (
        "can i|could i|may i|is it possible|am i allowed|is it still possible|kann ich|darf ich|"
        "ist es moglich|can my"
    ),
    "info": (
        "how long|how many|how much|how late|how quickly|how often|how soon|how tall|do you|does your|"
        "are your|is there|are there|what is your|what are your|whats your|which|wie lange|wie viel|"
        "wie viele|wie hoch|was kostet|what does|was ist|welche|welcher|welches|gibt es|haben sie|habt ihr|"
        "until when|bis wann|policy|who is|what is the|liefern sie|bieten sie|do i get|do i have|is it|"
        "are they"
    ),
    "when": "when|wann|when will|when do|by when",
    "where": "where is|wheres|where are|wo ist|wo bleibt|wo sind|where has|where did|where the",
    "wish": (
        "i want|i need|i would like|id like|i wish|please|pls|plz|kindly|can you|could you|would you|"
        "will you|i demand|ich mochte|ich will|ich brauche|bitte|konnen sie|konnt ihr|kannst du|konnten sie|"
        "want to|need to|ich hatte gern|wurde gern|help me|let me"
    ),
    "trouble": (
        "doesnt|isnt|wont|cant|cannot|didnt|hasnt|havent|never|not|nothing|no longer|nicht|kein|keine|nichts|"
        "mehr nicht|wasnt|werent|dont|couldnt|arent"
    ),
    "mine": "my|mine|our|mein|meine|meinen|meiner|meinem|unsere|i|we|ich|wir|me|mir|mich",
}
"""How something is put, apart from what it is about: the same notation."""

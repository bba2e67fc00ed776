"""What customers of a shop call things: buying, parcels, returns, damage, codes and lamps."""

from __future__ import annotations

COMMERCE: dict[str, dict[str, str]] = {
    "buying": {
        "order": "order|purchase|bestellung|auftrag|bestellnummer|order number|kauf|einkauf|ordernummer",
        "buy": "buy|bought|placed an order|shopped|kaufen|gekauft|erworben",
        "item": "item|product|article|goods|stuff|thing|artikel|produkt|ware|gegenstand|ding|merchandise",
        "cart": "cart|basket|checkout|check out|warenkorb|kasse|at the till",
        "stock": (
            "stock|in stock|available|availability|sold out|out of stock|lager|lieferbar|verfugbar|"
            "ausverkauft|auf lager|vorratig|restock"
        ),
        "twice": "twice|two times|double|doubled|duplicate|doppelt|zweimal|zwei mal|both times",
        "mistake": (
            "mistake|by mistake|accident|by accident|accidentally|unintentionally|versehentlich|"
            "aus versehen|irrtumlich|irrtum|oops|wrongly"
        ),
        "changed_mind": (
            "changed my mind|change my mind|change of mind|no longer need|no longer want|dont need|"
            "dont want|do not want|do not need|not interested|decided against|regret|found it cheaper|"
            "cheaper elsewhere|brauche ~ nicht|will ~ nicht mehr|anders uberlegt|doch nicht|"
            "nicht mehr benotigt|gefallt mir nicht|not happy with|unhappy with|dont like|do not like|"
            "didnt like"
        ),
    },
    "shipping": {
        "parcel": (
            "parcel|package|packet|shipment|consignment|paket|packchen|pakete|die sendung|meine sendung"
        ),
        "delivery": (
            "delivery|deliver|delivering|shipping|ship|dispatch|lieferung|liefern|geliefert|versand|"
            "versenden|verschicken|zustellung|zustellen|versendet|zugestellt|ausliefern"
        ),
        "carrier": (
            "courier|carrier|delivery man|delivery driver|postman|mailman|post office|zusteller|"
            "paketdienst|paketbote|postbote|spedition|dhl|ups|fedex|hermes|gls|dpd|neighbour|neighbor|"
            "nachbar|pick up point|packstation|paketshop"
        ),
        "track": (
            "track|tracking|trace|tracing|whereabouts|tracking number|tracking link|sendungsverfolgung|"
            "sendungsnummer|trackingnummer|trackinglink|verfolgen"
        ),
        "status": (
            "status|progress|update on|news on|any news|any update|stand der|stand meiner|neuigkeiten|"
            "zwischenstand"
        ),
        "where_is": (
            "where is|where are|wheres|where has|where did|where could|where on earth|wo ist|wo sind|"
            "wo bleibt|wo bleiben|wo steckt|get to|got to|wo befindet"
        ),
        "not_arrived": (
            "hasnt arrived|has not arrived|havent arrived|not arrived|didnt arrive|did not arrive|"
            "doesnt arrive|never arrived|hasnt come|not come|never came|didnt come|not here|isnt here|"
            "not there|not received|havent received|havent had|didnt receive|did not receive|"
            "never received|never got|didnt get|did not get|havent got|not got|hasnt turned up|"
            "not turned up|not reached|didnt reach|did not reach|hasnt reached|nothing arrived|"
            "nothing came|got nothing|still waiting|waiting for|waiting since|still nothing|no sign of|"
            "not shown up|hasnt shown up|nicht angekommen|nicht da|nicht erhalten|nicht bekommen|"
            "nicht geliefert|nicht zugestellt|nichts angekommen|nichts bekommen|nichts erhalten|"
            "noch nichts|nie angekommen|warte auf|warte ich|warte seit|warte immer noch|kommt nicht an|"
            "kam nie an|kommt nicht"
        ),
        "due": (
            "due|should have been|should have arrived|was supposed to|expected|promised|was meant to|"
            "sollte ~ da sein|sollte ~ kommen|sollte ~ ankommen|erwartet|versprochen|overdue|uberfallig"
        ),
        "late": (
            "late|delayed|delay|taking too long|so long|taking ages|verspatet|verspatung|verzogert|"
            "verzogerung|dauert zu lange|endlich|ewig"
        ),
        "lost": (
            "lost|vanished|disappeared|gone missing|stolen|verloren|verschwunden|gestohlen|abhanden|"
            "lost in the post|verlegt|cant find|finde ~ nicht"
        ),
        "address": (
            "address|street|postcode|zip|zip code|postal code|house number|street name|adresse|anschrift|"
            "strasse|hausnummer|postleitzahl|lieferadresse|lieferanschrift|versandadresse|delivery address|"
            "shipping address|plz"
        ),
        "home": "flat|apartment|house|home|wohnung|haus|zuhause|parents|eltern|hometown",
        "office": "office|work address|workplace|company address|buro|arbeit|arbeitsplatz|firmenadresse",
        "moved": (
            "moved|moving|relocated|relocation|move house|new home|new flat|new house|new place|old flat|"
            "old address|umgezogen|umzug|umziehen|ziehe um|neue wohnung|alte adresse|no longer live|"
            "live somewhere else|wohne ~ nicht mehr"
        ),
        "redirect": (
            "redirect|reroute|divert|umleiten|umleitung|somewhere else|anderswohin|woandershin|"
            "different address|another address|other address|andere adresse|anderen ort|send it to|send to|"
            "deliver to|go to my|goes to my|shipped to|delivered to"
        ),
        "abroad": "abroad|international|overseas|foreign|ausland",
    },
    "returning": {
        "refund": (
            "refund|reimburse|reimbursement|repay|money back|pay ~ back|paid ~ back|paying ~ back|"
            "give ~ money|want ~ money|get ~ money back|return ~ money|return the money|chargeback|"
            "transfer ~ back|erstatten|erstattung|ruckerstattung|geld zuruck|geld wieder|geld wiederhaben|"
            "zuruckuberweisen|zuruckzahlen|ruckzahlung|zuruckerstatten|uberweisen ~ zuruck|zahlen ~ zuruck|"
            "zahlt ~ zuruck|payment back|payments back|amount back|cash back|one of the payments|credit me|"
            "gutschreiben|gutschrift"
        ),
        "return": (
            "return|send ~ back|sent ~ back|sending ~ back|give ~ back|bring ~ back|ship ~ back|"
            "hand ~ back|post ~ back|zuruckschicken|zurucksenden|zuruckgeben|schicken ~ zuruck|"
            "schicke ~ zuruck|sende ~ zuruck|gebe ~ zuruck|retoure|retournieren|rucksendung|ruckgabe|"
            "zuruckbringen|umtausch ausgeschlossen"
        ),
        "label": (
            "label|return slip|slip|sticker|returns form|return form|etikett|rucksendeetikett|"
            "retourenlabel|retourenschein|rucksendeschein|versandetikett|aufkleber|returns label"
        ),
        "exchange": (
            "exchange|swap|trade ~ for|trade|umtauschen|umtausch|umgetauscht|tauschen|austauschen|"
            "getauscht|replace ~ with a different|switch it for|in exchange"
        ),
        "instead": (
            "instead|rather|would prefer|prefer|stattdessen|anstatt|statt|lieber|in place of|another one|"
            "different one|other one|the same but|one in"
        ),
        "size": (
            "size|small|large|big|bigger|smaller|larger|longer|shorter|wider|narrower|too small|too big|"
            "too large|too short|too long|too wide|too tight|doesnt fit|does not fit|not fit|fit|grosse|"
            "grosser|kleiner|langer|kurzer|lange|zu klein|zu gross|zu kurz|zu lang|zu eng|zu weit|"
            "passt nicht|xl|xxl|length|width"
        ),
        "colour": (
            "colour|color|black|white|red|green|blue|beige|grey|gray|yellow|brown|pink|purple|orange|farbe|"
            "schwarz|weiss|rot|grun|blau|grau|gelb|braun|rosa|lila|brass|silver|gold|shade|doesnt match|"
            "passt nicht zu|doesnt suit|does not suit|does not match"
        ),
        "model": "model|version|variant|style|modell|ausfuhrung|variante",
    },
    "damage": {
        "broken": (
            "broken|broke|break|cracked|crack|smashed|torn|shattered|dented|crushed|damaged|damage|snapped|"
            "in pieces|stained|stain|scratched|scratch|bent|chipped|ripped|ruined|wet|soaked|leaking|"
            "leaked|hole in|holes in|kaputt|zerbrochen|beschadigt|gerissen|verbeult|zerkratzt|beschadigung|"
            "schaden|bruch|gebrochen|zerrissen|zerdruckt|kratzer|fleck|flecken|verschmutzt|in scherben|"
            "scherben|delle"
        ),
        "faulty": (
            "faulty|fault|defective|defect|malfunction|failed|fail|died|dead|gave up|stopped working|"
            "quit working|no longer works|worn out|came apart|fell apart|falls apart|coming apart|came off|"
            "fell off|loose|wont hold|defekt|funktioniert nicht mehr|geht nicht mehr|fehlerhaft|mangel|"
            "mangelhaft|ausgefallen|auseinander|aufgegangen|abgefallen|lose|geht auf|kaputtgegangen|"
            "kaputt gegangen"
        ),
        "missing_part": (
            "part missing|parts missing|missing parts|missing part|piece missing|pieces missing|"
            "missing from|is missing|are missing|was missing|were missing|incomplete|screw|screws|only one|"
            "instead of two|half of|not complete|wasnt in|werent in|not in the|not in the box|fehlt|fehlen|"
            "fehlte|fehlten|fehlendes|unvollstandig|schrauben|schraube|nicht dabei|not included"
        ),
        "wrong_item": (
            "wrong item|wrong product|wrong article|wrong lamp|wrong one|wrong thing|different item|"
            "different product|not what i ordered|than what i ordered|something else than|"
            "sent me the wrong|sent the wrong|got the wrong|received the wrong|falscher artikel|"
            "falschen artikel|falsches produkt|falsche ware|falsch geliefert|etwas anderes|but got|"
            "but received|sondern|mixed up|verwechselt|falsche ~ geliefert|falsche ~ bekommen|"
            "falschen ~ bekommen|falschen ~ erhalten"
        ),
        "on_arrival": (
            "on arrival|arrived|came|unpacked|unpack|unpacking|unboxed|opened the box|open the box|"
            "opened it|out of the box|in the box|in the parcel|in the package|in my package|just received|"
            "delivered|angekommen|ausgepackt|auspacken|kam an|kam ~ an|im paket|karton|verpackung|"
            "packaging|box"
        ),
        "after_use": (
            "months|month|years|year|half a year|a while|months old|year old|years old|monate|monaten|"
            "jahre|jahren|jahr|halbes jahr|last year|letztes jahr|since i bought|nach einem jahr|"
            "after a few|of use|normal use|gebrauch"
        ),
        "warranty": (
            "warranty|guarantee|garantie|gewahrleistung|garantiefall|reklamation|reklamieren|reklamiere|"
            "claim|lifetime"
        ),
        "repair": "repair|fix|fixed|mend|reparieren|reparatur|repariert|instandsetzen",
        "replace": "replace|replacement|ersetzen|ersatz|austausch|spare part|ersatzteil|new one",
    },
    "shop_money": {
        "discount": (
            "discount|voucher|coupon|promo|promotion|rebate|promo code|discount code|voucher code|"
            "coupon code|rabatt|rabattcode|gutschein|gutscheincode|aktionscode|vergunstigung|percent off|"
            "reduction|deal|nachlass|student code|welcome code|newsletter code"
        ),
        "code": "code|codes|password code",
        "applied": (
            "apply|applied|deducted|deduct|taken off|take off|take ~ off|knocked off|abgezogen|angerechnet|"
            "eingelost|redeem|einlosen|price did not change|full price|not showing|abziehen|anrechnen|"
            "berucksichtigt|forgot to enter|forgot to add|forgot to use|forgot ~ code"
        ),
        "not_accepted": (
            "not accepted|isnt accepted|wasnt accepted|doesnt accept|wont accept|rejected|reject|declined|"
            "decline|refused|invalid|not valid|isnt valid|denied|not applied|wont apply|not recognised|"
            "not recognized|ungultig|abgelehnt|nicht angenommen|nicht akzeptiert|nimmt ~ nicht|wird nicht|"
            "expired|abgelaufen|verweigert|zuruckgewiesen|already used"
        ),
        "giftcard": (
            "gift card|giftcard|gift voucher|gift certificate|present card|voucher card|geschenkkarte|"
            "geschenkgutschein|store credit|guthabenkarte|prepaid card"
        ),
        "balance": (
            "balance|left on|remaining|remaining amount|how much is left|how much money|how much credit|"
            "is on it|on my card|credit left|money left|still money|guthaben|restbetrag|restguthaben|"
            "noch drauf|noch auf|kontostand|saldo|ubrig|restwert|credit is on"
        ),
        "invoice": (
            "invoice|bill|receipt|proof of purchase|rechnung|beleg|quittung|rechnungskopie|kaufbeleg|"
            "kassenbon|bon|zahlungsbeleg|proforma"
        ),
        "tax": (
            "tax|tax return|vat|vat number|vat id|accountant|accounting|bookkeeping|expenses|"
            "expense report|steuer|mehrwertsteuer|umsatzsteuer|finanzamt|steuerberater|buchhaltung|spesen|"
            "ust id|tax office|company name|firmenname"
        ),
        "copy": (
            "copy|resend|send again|send ~ again|again|another copy|duplicate|pdf|kopie|nochmal|"
            "noch einmal|erneut|duplikat|zweitschrift"
        ),
        "gift": "gift|present|geschenk|birthday|christmas|weihnachten|geburtstag",
    },
    "lamps": {
        "lamp": (
            "lamp|light|bulb|led|pendant|chandelier|lampe|licht|leuchte|gluhbirne|stehlampe|birne|"
            "leuchtmittel|deckenlampe|floor lamp|desk lamp|table lamp|strahler|spot"
        ),
        "flicker": (
            "flicker|blink|pulse|pulsing|strobe|flackern|blinken|flackert|blinkt|on and off|"
            "goes on and off|turns itself off|geht immer wieder aus|an und aus"
        ),
        "hum": (
            "hum|buzz|buzzing noise|noise|sound|sounds|whistle|whine|crackle|brummen|brummt|summen|summt|"
            "gerausch|surren|surrt|knistern|knistert|pfeifen"
        ),
        "turn_on": (
            "turn on|turns on|turn it on|switch on|switches on|switch it on|switch ~ on|turn ~ on|light up|"
            "lights up|come on|comes on|stays dark|remains dark|dark|wont light|no light|geht nicht an|"
            "geht ~ nicht an|einschalten|anschalten|leuchtet nicht|goes out|power on|bleibt dunkel|dunkel|"
            "bleibt aus|geht nicht mehr an"
        ),
        "dim": (
            "dim|dimmer|dims|dimming|turn it down|turn down|brightness|dimmen|dimmt|gedimmt|dimmbar|"
            "helligkeit"
        ),
        "textile": (
            "curtain|cushion|blanket|throw|rug|pillow|linen|carpet|cover|fabric|vorhang|kissen|decke|"
            "teppich|gardine|bezug|stoff|bettwasche|sofa"
        ),
        "part_of": (
            "switch|cable|plug|lampshade|shade|hinge|arm|zip|seam|sensor|button|schalter|kabel|stecker|"
            "schirm|lampenschirm|scharnier|reissverschluss|naht|glass|glas|handle"
        ),
    },
}

"""What customers of a shop call things: buying, parcels, returns, codes and bills."""

from __future__ import annotations

COMMERCE: dict[str, dict[str, str]] = {
    "buying": {
        "order": (
            "order|purchase|bestellung|auftrag|bestellnummer|order number|kauf|einkauf|ordernummer|"
            "order no|order reference|purchase order|kaufauftrag"
        ),
        "buy": "buy|bought|placed an order|kaufen|gekauft|erworben|clicked buy|acquired|geholt|angeschafft",
        "item": "item|product|article|goods|stuff|thing|artikel|produkt|ware|gegenstand|ding|merchandise",
        "cart": "cart|basket|checkout|check out|warenkorb|kasse|at the till",
        "stock": (
            "stock|in stock|available|availability|sold out|out of stock|lager|lieferbar|verfugbar|"
            "ausverkauft|auf lager|vorratig|restock"
        ),
        "twice": (
            "twice|two times|double|doubled|duplicate|doppelt|zweimal|zwei mal|both times|two of them|"
            "ordered it twice|once more than|two orders|zwei bestellungen|both orders"
        ),
        "mistake": (
            "mistake|by mistake|accident|by accident|accidentally|unintentionally|versehentlich|"
            "aus versehen|irrtumlich|irrtum|oops|wrongly|in error|unintended|by error|unabsichtlich|"
            "misclick|misclicked|my kid|my son|my daughter|mein kind"
        ),
        "changed_mind": (
            "changed my mind|change my mind|change of mind|no longer need|no longer want|dont need|"
            "dont want|do not want|do not need|not interested|decided against|regret|found it cheaper|"
            "cheaper elsewhere|brauche ~ nicht|will ~ nicht mehr|anders uberlegt|doch nicht|"
            "nicht mehr benotigt|gefallt mir nicht|not happy with|unhappy with|dont like|do not like|"
            "didnt like|on second thought|after all|wont be needing|wont need|have no use|no use for|"
            "keine verwendung|hat sich erledigt|brauchen wir nicht|not what i expected|not as expected|"
            "anders als erwartet|entspricht nicht|gefallen ~ nicht|found a better|elsewhere|woanders"
        ),
    },
    "shipping": {
        "parcel": (
            "parcel|package|packet|shipment|consignment|paket|packchen|pakete|die sendung|meine sendung|"
            "lieferpaket|post|mail order"
        ),
        "delivery": (
            "delivery|deliver|delivering|shipping|ship|dispatch|lieferung|liefern|geliefert|versand|"
            "versenden|verschicken|zustellung|zustellen|versendet|zugestellt|ausliefern|arrive|arrival|"
            "ankunft|ankommen|zusendung|lieferzeit"
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
            "zwischenstand|how far|where does ~ stand|state of my|shipped yet|been shipped|sent out yet|"
            "schon verschickt|schon unterwegs|on its way|unterwegs|in transit"
        ),
        "where_is": (
            "where is|where are|wheres|where has|where did|where could|where on earth|wo ist|wo sind|"
            "wo bleibt|wo bleiben|wo steckt|get to|got to|wo befindet|whereabouts of|where my|know where|"
            "check where|tell me where|see where|wo mein|wo meine|wohin"
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
            "kam nie an|kommt nicht|never showed up|nowhere to be seen|nowhere|still no|no trace|"
            "nothing so far|not yet here|hasnt been delivered|has not been delivered|wasnt delivered|"
            "was not delivered|not been delivered|hasnt been here|noch immer nicht|bis heute nicht|"
            "immer noch kein|immer noch keine|ist nicht da|sind nicht da|still outstanding|never turned up|"
            "havent seen|when will ~ arrive|when does ~ arrive|when ~ gets here|when will ~ be here|"
            "when will ~ come|wann kommt|wann kommen|not at my door|nothing at my door|nobody has it|"
            "noch kein paket|says delivered|marked as delivered|angeblich zugestellt|laut ~ zugestellt"
        ),
        "due": (
            "due|should have been|should have arrived|was supposed to|expected|promised|was meant to|"
            "sollte ~ da sein|sollte ~ kommen|sollte ~ ankommen|erwartet|versprochen|overdue|uberfallig"
        ),
        "late": (
            "late|delayed|delay|taking too long|so long|taking ages|verspatet|verspatung|verzogert|"
            "verzogerung|dauert zu lange|endlich|ewig|three days late|past the date|behind schedule|"
            "took forever|for ages|weeks ago|days ago|two weeks|since monday|seit wochen|seit tagen|"
            "vor wochen|still isnt"
        ),
        "lost": (
            "lost|vanished|disappeared|gone missing|stolen|verloren|verschwunden|gestohlen|abhanden|"
            "lost in the post|verlegt|cant find|finde ~ nicht|went missing|misplaced|mislaid|weggekommen|"
            "unauffindbar"
        ),
        "address": (
            "address|street|postcode|zip|zip code|postal code|house number|street name|adresse|anschrift|"
            "strasse|hausnummer|postleitzahl|lieferadresse|lieferanschrift|versandadresse|delivery address|"
            "shipping address|plz|apartment number|flat number|city|town|postal address|wohnort|ort|lane|"
            "avenue|road"
        ),
        "home": "flat|apartment|house|home|wohnung|haus|zuhause|parents|eltern|hometown",
        "office": "office|work address|workplace|company address|buro|arbeit|arbeitsplatz|firmenadresse",
        "moved": (
            "moved|moving|relocated|relocation|move house|new home|new flat|new house|new place|old flat|"
            "old address|umgezogen|umzug|umziehen|ziehe um|neue wohnung|alte adresse|no longer live|"
            "live somewhere else|wohne ~ nicht mehr|old place|live there|wohne dort nicht|nicht mehr dort|"
            "my ex"
        ),
        "redirect": (
            "redirect|reroute|divert|umleiten|umleitung|somewhere else|anderswohin|woandershin|"
            "different address|another address|other address|andere adresse|anderen ort|send it to|send to|"
            "deliver to|go to my|goes to my|shipped to|delivered to|rather than|use my current|"
            "should go to|soll ~ gehen|soll ~ an|liefern an|an die adresse|nicht nach hause|someplace else|"
            "going to the wrong|wrong place|ship to|going to my"
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
            "gutschreiben|gutschrift|money again|get ~ money|gimme ~ money|my money|mein geld|"
            "das geld wieder|geld wiederbekommen|geld zuruckbekommen|kaufpreis zuruck|repayment|pay me|"
            "compensate|compensation|entschadigen|entschadigung|return of my money|full amount|"
            "amount returned|amount refunded|reverse the payment|beitrag zuruck|betrag zuruck|"
            "betrag ~ zuruck|geld fur ~ zuruck"
        ),
        "return": (
            "return|send ~ back|sent ~ back|sending ~ back|give ~ back|bring ~ back|ship ~ back|"
            "hand ~ back|post ~ back|zuruckschicken|zurucksenden|zuruckgeben|schicken ~ zuruck|"
            "schicke ~ zuruck|sende ~ zuruck|gebe ~ zuruck|retoure|retournieren|rucksendung|ruckgabe|"
            "zuruckbringen|umtausch ausgeschlossen|take it back|take them back|return it|get rid of|"
            "wieder abgeben|wieder zuruck|retour|not for me|nichts fur mich|ruckversand|zuruckzuschicken|"
            "return shipment|going back"
        ),
        "label": (
            "label|return slip|slip|sticker|returns form|return form|etikett|rucksendeetikett|"
            "retourenlabel|retourenschein|rucksendeschein|versandetikett|aufkleber|returns label|qr code|"
            "return document|shipping label|versandschein|versandmarke|rucksendelabel|paketschein"
        ),
        "exchange": (
            "exchange|swap|trade ~ for|trade|umtauschen|umtausch|umgetauscht|tauschen|austauschen|"
            "getauscht|replace ~ with a different|switch it for|in exchange|change it for|exchanged for|"
            "get it in|have it in|wechseln gegen|gegen eine andere|gegen ein anderes|gegen einen anderen|"
            "gegen die|gegen das|trade in"
        ),
        "instead": (
            "instead|rather|would prefer|prefer|stattdessen|anstatt|statt|lieber|in place of|another one|"
            "different one|other one|the same but|one in|after all i would|rather have|like it in|need the|"
            "want the|mochte das|mochte den|hatte ~ lieber|take the other"
        ),
        "size": (
            "size|small|large|big|bigger|smaller|larger|longer|shorter|wider|narrower|too small|too big|"
            "too large|too short|too long|too wide|too tight|doesnt fit|does not fit|not fit|fit|grosse|"
            "grosser|kleiner|langer|kurzer|lange|zu klein|zu gross|zu kurz|zu lang|zu eng|zu weit|"
            "passt nicht|xl|xxl|length|width|medium|height|metre|cm|too narrow|too low|too high|kurze|"
            "kleine|grosse version|bigger one|smaller one|larger one"
        ),
        "colour": (
            "colour|color|black|white|red|green|blue|beige|grey|gray|yellow|brown|pink|purple|orange|farbe|"
            "schwarz|weiss|rot|grun|blau|grau|gelb|braun|rosa|lila|brass|silver|gold|doesnt match|"
            "passt nicht zu|doesnt suit|does not suit|does not match"
        ),
        "model": "model|version|variant|style|modell|ausfuhrung|variante",
    },
    "shop_money": {
        "discount": (
            "discount|voucher|coupon|promo|promotion|rebate|promo code|discount code|voucher code|"
            "coupon code|rabatt|rabattcode|gutschein|gutscheincode|aktionscode|vergunstigung|percent off|"
            "reduction|deal|nachlass|student code|welcome code|newsletter code|bonus code|sale code|"
            "special offer|sonderangebot|discounts|prozent|percent|prozente"
        ),
        "code": "code|codes|password code",
        "applied": (
            "apply|applied|deducted|deduct|taken off|take off|take ~ off|knocked off|abgezogen|angerechnet|"
            "eingelost|redeem|einlosen|price did not change|full price|not showing|abziehen|anrechnen|"
            "berucksichtigt|forgot to enter|forgot to add|forgot to use|forgot ~ code|taken into account|"
            "come off|came off|show up|showing up|not showing up|nicht berucksichtigt|isnt being|"
            "price stayed|deduction|verrechnet|verrechnen|although i had a|trotz gutschein|trotz rabatt|"
            "doesnt do anything|lasst sich nicht einlosen"
        ),
        "not_accepted": (
            "not accepted|isnt accepted|wasnt accepted|doesnt accept|wont accept|rejected|reject|declined|"
            "decline|refused|invalid|not valid|isnt valid|denied|not applied|wont apply|not recognised|"
            "not recognized|ungultig|abgelehnt|nicht angenommen|nicht akzeptiert|nimmt ~ nicht|wird nicht|"
            "expired|abgelaufen|verweigert|zuruckgewiesen|already used|doesnt take|does not take|wont take|"
            "gives an error|throws an error|not be used|cannot be used|not usable|nicht einlosbar|"
            "lasst sich nicht|refuses|wird abgelehnt|not go in|wont go through"
        ),
        "giftcard": (
            "gift card|giftcard|gift voucher|gift certificate|present card|voucher card|geschenkkarte|"
            "geschenkgutschein|store credit|guthabenkarte|prepaid card|gift cards|giftcards|gift code|"
            "geschenkcode|gutscheinkarte|present voucher"
        ),
        "balance": (
            "balance|left on|remaining|remaining amount|how much is left|how much money|how much credit|"
            "is on it|credit left|money left|still money|guthaben|restbetrag|restguthaben|noch drauf|"
            "noch auf|kontostand|saldo|ubrig|restwert|credit is on|whats left|what is left|value of|worth|"
            "how much is on|how much do i have|wie viel ist|wie viel habe ich|wie viel auf|wert|wert noch|"
            "left over|remaining credit|amount on|rest auf"
        ),
        "invoice": (
            "invoice|bill|receipt|proof of purchase|rechnung|beleg|quittung|rechnungskopie|kaufbeleg|"
            "kassenbon|bon|zahlungsbeleg|proforma|billing document|sales slip|paper bill|abrechnungsbeleg|"
            "rechnungsbeleg|tax document"
        ),
        "tax": (
            "tax|tax return|vat|vat number|vat id|accountant|accounting|bookkeeping|expenses|"
            "expense report|steuer|mehrwertsteuer|umsatzsteuer|finanzamt|steuerberater|buchhaltung|spesen|"
            "ust id|tax office|company name|firmenname|my boss|reimbursed by my company|firma|mein chef|"
            "buchhalter|company invoice|vat invoice"
        ),
        "copy": (
            "copy|resend|send again|send ~ again|again|another copy|duplicate|pdf|kopie|nochmal|"
            "noch einmal|erneut|duplikat|zweitschrift|once more|get it again|have it again|as pdf|als pdf|"
            "neu ausstellen|zusenden|reissue|another one of"
        ),
        "gift": "gift|present|geschenk|birthday|christmas|weihnachten|geburtstag",
    },
}

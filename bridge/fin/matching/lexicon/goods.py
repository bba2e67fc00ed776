"""What customers call what goes wrong with goods, and the goods of a lamp and textile shop."""

from __future__ import annotations

GOODS: dict[str, dict[str, str]] = {
    "damage": {
        "broken": (
            "broken|broke|break|cracked|crack|smashed|torn|shattered|dented|crushed|damaged|damage|snapped|"
            "in pieces|stained|stain|scratched|scratch|bent|chipped|ripped|ruined|wet|soaked|leaking|"
            "leaked|hole in|holes in|kaputt|zerbrochen|beschadigt|gerissen|verbeult|zerkratzt|beschadigung|"
            "schaden|bruch|gebrochen|zerrissen|zerdruckt|kratzer|fleck|flecken|verschmutzt|in scherben|"
            "scherben|delle|smash|shatter|burst|split|squashed|dirty|mouldy|spilled|zersprungen|gesprungen|"
            "verbogen|eingedruckt|dreckig|beschmutzt|demaged|in bits|cracks|tear|rip|dents|scuffed|"
            "angeschlagen|splitter|abgeplatzt"
        ),
        "faulty": (
            "faulty|fault|defective|defect|malfunction|failed|fail|died|dead|gave up|stopped working|"
            "quit working|no longer works|worn out|came apart|fell apart|falls apart|coming apart|came off|"
            "fell off|loose|wont hold|defekt|funktioniert nicht mehr|geht nicht mehr|fehlerhaft|mangel|"
            "mangelhaft|ausgefallen|auseinander|aufgegangen|abgefallen|lose|geht auf|kaputtgegangen|"
            "kaputt gegangen|burnt out|burned out|burn out|unravelled|unravel|frayed|came loose|wobbly|"
            "wobbles|broke off|snapped off|gave out|packed up|conked out|durchgebrannt|hinuber|streikt|"
            "ausgeleiert|abgebrochen|locker|wackelt|not functional|failing|quit|quits|melting|overheats|"
            "uberhitzt|geplatzt|lost its|wears out"
        ),
        "missing_part": (
            "part missing|parts missing|missing parts|missing part|piece missing|pieces missing|"
            "missing from|is missing|are missing|was missing|were missing|incomplete|screw|screws|only one|"
            "instead of two|half of|not complete|wasnt in|werent in|not in the|not in the box|fehlt|fehlen|"
            "fehlte|fehlten|fehlendes|unvollstandig|schrauben|schraube|nicht dabei|not included|lacking|"
            "without the screws|forgot to include|hat gefehlt|zu wenig|only half|half the|one short|"
            "parts werent|not all|nicht alles|nur die halfte|nur eins|nur eine|nur einer|werent in the box|"
            "wasnt included"
        ),
        "wrong_item": (
            "wrong item|wrong product|wrong article|wrong lamp|wrong one|wrong thing|different item|"
            "different product|not what i ordered|than what i ordered|something else than|"
            "sent me the wrong|sent the wrong|got the wrong|received the wrong|falscher artikel|"
            "falschen artikel|falsches produkt|falsche ware|falsch geliefert|etwas anderes|but got|"
            "but received|sondern|mixed up|verwechselt|falsche ~ geliefert|falsche ~ bekommen|"
            "falschen ~ bekommen|falschen ~ erhalten|somebody elses order|someone elses order|"
            "somebody elses|someone elses|not my order|ordered ~ but got|ordered ~ but received|"
            "isnt what i ordered|this isnt what|not the one i ordered|different from what|you delivered a|"
            "you sent me a|jemand anderes|fremde bestellung|nicht was ich bestellt|nicht das was|"
            "nicht der artikel|habe ich nicht bestellt|never ordered this|one too many"
        ),
        "on_arrival": (
            "on arrival|arrived|came|unpacked|unpack|unpacking|unboxed|opened the box|open the box|"
            "opened it|out of the box|in the box|in the parcel|in the package|in my package|just received|"
            "delivered|angekommen|ausgepackt|auspacken|kam an|kam ~ an|im paket|karton|verpackung|"
            "packaging|box|just got here|just got it|got it today|came today|arrived today|"
            "heute angekommen|frisch ausgepackt|im karton|shipment|transport|in transit damage|on delivery|"
            "delivery came"
        ),
        "after_use": (
            "months|month|years|year|half a year|a while|months old|year old|years old|monate|monaten|"
            "jahre|jahren|jahr|halbes jahr|last year|letztes jahr|since i bought|nach einem jahr|"
            "after a few|of use|normal use|gebrauch|within a year|within the warranty|yrs|yrs ago|"
            "months ago|years ago|vor einem jahr|nach vier monaten|after thirteen months|for a year|"
            "ein jahr alt|jahre alt|still under|noch garantie|noch in der garantie"
        ),
        "warranty": (
            "warranty|guarantee|garantie|gewahrleistung|garantiefall|reklamation|reklamieren|reklamiere|"
            "claim|lifetime"
        ),
        "repair": (
            "repair|fix|fixed|mend|reparieren|reparatur|repariert|instandsetzen|service it|put right|"
            "in ordnung bringen|instand|richten"
        ),
        "replace": (
            "replace|replacement|ersetzen|ersatz|austausch|spare part|ersatzteil|new one|neues gerat|"
            "send me a new|get a new one|a new lamp"
        ),
    },
    "lamps": {
        "lamp": (
            "lamp|light|bulb|led|pendant|chandelier|lampe|licht|leuchte|gluhbirne|stehlampe|birne|"
            "leuchtmittel|deckenlampe|floor lamp|desk lamp|table lamp|strahler|spot"
        ),
        "flicker": (
            "flicker|blink|pulse|pulsing|strobe|flackern|blinken|flackert|blinkt|on and off|"
            "goes on and off|turns itself off|geht immer wieder aus|an und aus|unstable|unsteady|strobes|"
            "keeps turning off|turning off|turns off|goes off|switches itself|schaltet sich|"
            "geht von selbst|comes and goes|blinking|blitzt|zuckt"
        ),
        "hum": (
            "hum|buzz|buzzing noise|noise|sound|sounds|whistle|whine|crackle|brummen|brummt|summen|summt|"
            "gerausch|surren|surrt|knistern|knistert|pfeifen|humming|buzzing|hissing|zischt|zischen|fiept|"
            "rauscht|loud|laut|clicks|klickt"
        ),
        "turn_on": (
            "turn on|turns on|turn it on|switch on|switches on|switch it on|switch ~ on|turn ~ on|light up|"
            "lights up|come on|comes on|stays dark|remains dark|dark|wont light|no light|geht nicht an|"
            "geht ~ nicht an|einschalten|anschalten|leuchtet nicht|goes out|power on|bleibt dunkel|dunkel|"
            "bleibt aus|geht nicht mehr an|not come on|doesnt come on|no light comes|wont come on|"
            "not light up|isnt turning on|not turning on|wont switch on|not switch on|doesnt switch on|"
            "no power|kein licht|ohne licht|leuchtet nicht mehr|brennt nicht|springt nicht an|"
            "lasst sich nicht einschalten|dead lamp"
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

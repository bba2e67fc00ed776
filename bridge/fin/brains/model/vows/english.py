"""Promises, claims and hand-offs in English."""

from __future__ import annotations

from bridge.fin.brains.model.vows.vow_table import vows

VOWS = vows(
    needs=(
        "i i'll i've i'm we we'll we've we're let give our someone you you'll your expect rest "
        "consider leave a hold one bear technician refund replacement taken refunded courier driver"
    ),
    later=(
        r"\b(?:I|we|our team|someone|somebody|a (?:colleague|technician|courier|driver|manager|"
        r"specialist|person))(?:['\u2019]ll|['\u2019]m going to|['\u2019]re going to"
        r"| (?:will|shall|am going to|are going to|is going to))\b~"
        r"\b(?:keep|look|come|remember|apologi[sz]e|personally|make sure|see to|fix|forward|pass|"
        r"investigate|escalate|update|schedule|book|open|create|issue|process|ask|tell|let|visit|call|"
        r"e-?mail|contact|reach|get|send|write|reply|check|arrange|ring|notify|refund|replace|cancel|"
        r"take|handle|deal|sort|have someone)\b|\bour (?:manager|director|boss|courier|driver"
        r"|technician)s? will\b|\b(?:let|allow) me (?:just |quickly )?(?:check|look|"
        r"come back|find out|investigate|ask|verify|see what|get back)\b|\bgive me (?:a|one|"
        r"just a) (?:moment|minute|second)\b|\b(?:hold on|bear with me|one moment)\b~\b(?:check|look|"
        r"I|we)\b|\brest assured\b|\bconsider it done\b|\bleave it with (?:me|us)\b|\bI(?:['\u2019]m|"
        r" am) on it\b|\bI promise\b|\bwe promise you\b|\bI guarantee\b"
    ),
    done=(
        r"\bI(?:['\u2019]ve| have)?(?: just| now| already| also| gone ahead and"
        r"| went ahead and)* (?:e-?mailed|took care of|"
        r"taken care of|made a note|called|texted|messaged|opened|created|added|updated|changed|"
        r"reset|notified|informed|escalated|submitted|filed|scheduled|registered|sent|removed|"
        r"activated|deactivated|applied|forwarded|reported|logged|raised|asked|contacted|flagged|"
        r"recorded|arranged|corrected|fixed|extended|replaced|paused|refunded|cancelled|canceled|"
        r"deleted|processed|issued|booked|ordered|unlocked|verified|approved|credited|transferred|"
        r"shipped)\b|\bwe(?:['\u2019]ve| have)(?: just| now| already)* (?:opened|created|added|updated|"
        r"changed|reset|notified|informed|escalated|submitted|filed|scheduled|registered|sent|removed|"
        r"activated|deactivated|applied|forwarded|reported|logged|raised|asked|contacted|flagged|"
        r"recorded|arranged|corrected|fixed|extended|replaced|paused|refunded|cancelled|canceled|"
        r"deleted|processed|issued|booked|ordered|unlocked|verified|approved|credited|transferred|"
        r"shipped)\b~\b(?:you|your|it|this)\b|\bour team (?:has|have|is|was) ~\b(?:notified|informed|"
        r"alerted|aware|working)\b|\ba (?:ticket|case|request) (?:has been|was|is) ~\b(?:created|"
        r"opened|raised|filed)\b|\bthe team (?:has|have) been ~\b(?:notified|informed|alerted)\b"
        r"|\b(?:it['\u2019]s|it is|it has|has)? ?(?:been |all )?taken care of\b(?! by)"
        r"|\byou(?:['\u2019]ve| have) (?:just |now |already )?been (?:refunded|upgraded|credited"
        r"|compensated|"
        r"unsubscribed|verified|approved)\b"
    ),
    handed=(
        r"\bI(?:['\u2019]ve| have|['\u2019]m| am)?(?: just| now| already)* (?:forwarded|passed|escalated|"
        r"transferred|handed|getting (?:a|one|some)|transferring|connecting|handing|escalating"
        r"|forwarding|passing|"
        r"putting)\b~\b(?:this|it|you|your|the|to|through)\b|\btransferring you\b|\bconnecting you\b"
        r"|\byou(?:['\u2019]ll| will) be (?:speaking|talking|chatting) (?:with|to)\b"
        r"|\b(?:agent|colleague|specialist|human|person|expert) is (?:now )?being (?:connected|called"
        r"|fetched)\b"
    ),
    soft=(
        r"\byou(?:['\u2019]ll| will| can expect to| should)(?: soon| shortly| then)* (?:receive|get|hear|"
        r"have)\b~\b(?:call|callback|call back|e-?mail|message|refund|refunded|replacement|reply|"
        r"response|update|money|from us|from me|contacted)\b|\bexpect (?:a|an|our|the|to)\b~\b(?:call|"
        r"callback|e-?mail|reply|response|visit|refund|update|hear)\b|\byour (?:refund|replacement|"
        r"order|money|account|request|return|payment|subscription|booking|address|case|"
        r"ticket)\b~\b(?:will be|is going to be|has been|was just|is now|is on its way|is being)\b|"
        r"\bon (?:its|the|their) way to you\b|\bwe guarantee\b"
        r"|\b(?:a|the|your) (?:refund|replacement|cancellation|voucher|credit|return label|new \w+)\b~"
        r"\b(?:has been|was|is|have been)\b~\b(?:sent|initiated|issued|approved|processed|shipped"
        r"|dispatched|"
        r"on its way|confirmed|credited|done)\b|\byour order (?:is|was) (?:now )?(?:cancelled|canceled"
        r"|refunded)\b"
        r"|^\W*refund (?:initiated|processed|issued|approved|sent|done)\b"
        r"|(?:['\u2019]ll| will) be (?:refunded|fixed|sorted|replaced|credited|resolved)\b"
        r"|\byour (?:refund|cancellation) done\b|\bthe (?:courier|driver|technician) will come\b"
    ),
    unless=r"if|once|when|as soon as|after|until|before|while|unless|in case|to",
)

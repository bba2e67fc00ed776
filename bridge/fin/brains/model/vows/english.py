"""Promises, claims and hand-offs in English."""

from __future__ import annotations

from bridge.fin.brains.model.vows.vow_table import vows

VOWS = vows(
    needs=(
        "i i'll i've i'm we we'll we've we're let give our someone you you'll your expect rest "
        "consider leave a hold one bear technician"
    ),
    later=(
        r"\b(?:I|we|our team|someone|somebody|a (?:colleague|technician|courier|driver|manager|"
        r"specialist|person))(?:['\u2019]ll|['\u2019]m going to|['\u2019]re going to"
        r"| (?:will|shall|am going to|are going to|is going to))\b~"
        r"\b(?:keep|look|come|make sure|see to|fix|forward|pass|"
        r"investigate|escalate|update|schedule|book|open|create|issue|process|ask|tell|let|visit|call|"
        r"e-?mail|contact|reach|get|send|write|reply|check|arrange|ring|notify|refund|replace|cancel|"
        r"take|handle|deal|sort|have someone)\b|\b(?:let|allow) me (?:just |quickly )?(?:check|look|"
        r"come back|find out|investigate|ask|verify|see what|get back)\b|\bgive me (?:a|one|"
        r"just a) (?:moment|minute|second)\b|\b(?:hold on|bear with me|one moment)\b~\b(?:check|look|"
        r"I|we)\b|\brest assured\b|\bconsider it done\b|\bleave it with (?:me|us)\b|\bI(?:['\u2019]m|"
        r" am) on it\b|\bI promise\b|\bwe promise you\b|\bI guarantee\b"
    ),
    done=(
        r"\bI(?:['\u2019]ve| have)?(?: just| now| already| also)* (?:opened|created|added|updated|changed|"
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
        r"opened|raised|filed)\b"
    ),
    handed=(
        r"\bI(?:['\u2019]ve| have|['\u2019]m| am)?(?: just| now| already)* (?:forwarded|passed|escalated|"
        r"transferred|handed|transferring|connecting|handing|escalating|forwarding|passing|"
        r"putting)\b~\b(?:this|it|you|your|the|to|through)\b|\btransferring you\b|\bconnecting you\b"
    ),
    soft=(
        r"\byou(?:['\u2019]ll| will| can expect to| should)(?: soon| shortly| then)* (?:receive|get|hear|"
        r"have)\b~\b(?:call|callback|call back|e-?mail|message|refund|refunded|replacement|reply|"
        r"response|update|money|from us|from me|contacted)\b|\bexpect (?:a|an|our|the|to)\b~\b(?:call|"
        r"callback|e-?mail|reply|response|visit|refund|update|hear)\b|\byour (?:refund|replacement|"
        r"order|money|account|request|return|payment|subscription|booking|address|case|"
        r"ticket)\b~\b(?:will be|is going to be|has been|was just|is now|is on its way|is being)\b|"
        r"\bon (?:its|the|their) way to you\b|\bwe guarantee\b"
    ),
    unless=r"if|once|when|as soon as|after|until|before|while|unless|in case|to",
)

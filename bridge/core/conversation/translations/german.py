"""What Fin says of itself in German."""

from __future__ import annotations

from bridge.core.conversation.texts import Texts

TEXTS = Texts(
    to_team="Ich gebe Sie an unser Team weiter. Die Antwort kommt gleich hier.",
    no_answer=(
        "Darauf habe ich keine Antwort gefunden, deshalb gebe ich Sie an unser Team weiter. Die "
        "Antwort kommt gleich hier."
    ),
    nobody_replied=(
        "Damit Sie nicht warten müssen, gebe ich das an unser Team weiter. Die Antwort kommt gleich hier."
    ),
    fin_late=(
        "Das kann ich gerade nicht beantworten, deshalb gebe ich Sie an unser Team weiter. Die "
        "Antwort kommt gleich hier."
    ),
    unsure=(
        "Ich konnte nicht feststellen, ob das geklappt hat, und habe es kein zweites Mal versucht. "
        "Unser Team prüft es jetzt und antwortet gleich hier."
    ),
    glad="Schön, dass das geholfen hat! Schreiben Sie jederzeit, wenn noch etwas ist.",
    tell_more="Schade, dass das nicht geholfen hat. Können Sie mir mit anderen Worten sagen, was Sie suchen?",
    offer=(
        "Das tut mir leid. Soll ich Sie an unser Team weitergeben? "
        "Oder erzählen Sie mir mehr, und ich helfe weiter."
    ),
    desk_late=(
        "Die Übergabe an das Team dauert länger als sonst. Ihre Nachrichten sind sicher und in der "
        "richtigen Reihenfolge: Sie müssen sie nicht noch einmal schreiben."
    ),
    desk_refused=(
        "Ihre Nachrichten sind sicher, aber ich konnte sie dem Team noch nicht übergeben. Unsere "
        "Technik ist verständigt, und das Team bekommt sie, sobald das behoben ist."
    ),
    chat_over="Der Chat mit {agent} ist beendet, und ich bin wieder da.",
    chat_over_alone="Der Chat ist beendet, und ich bin wieder da.",
    chat_words="Zuletzt hat {agent} geschrieben: „{words}“",
    chat_file="{agent} hat Ihnen eine Datei geschickt; sie bleibt hier.",
    chat_files="{agent} hat Ihnen {count} Dateien geschickt; sie bleiben hier.",
    chat_went_through="Was ich vorher begonnen hatte, ist inzwischen erledigt: „{what}“.",
    chat_solved="Ihr Anliegen gilt als gelöst.",
    chat_pending="Das Team wartet auf Ihre Antwort.",
    chat_open="Das Team hat Ihr Anliegen noch offen.",
    chat_goes_on=(
        "Fehlt noch etwas, schreiben Sie jederzeit: Ich mache von dort weiter oder hole das Team wieder dazu."
    ),
    merged="Unser Team macht damit in Ihrem anderen Gespräch weiter. Die Antworten kommen dort.",
    chat_in_writing="Unser Team macht schriftlich weiter. Die Antworten kommen gleich hier.",
    chat_unanswered=(
        "Es tut mir leid: Gerade konnte niemand aus unserem Team Ihren Chat annehmen. Ich kann dem "
        "Team Ihr Anliegen dalassen, die Antwort kommt dann hier. Oder erzählen Sie mir mehr, und "
        "ich helfe weiter."
    ),
    ticket_button="Dem Team dalassen",
    found_nothing="Darauf habe ich keine Antwort gefunden.",
    retry="Das konnte ich nicht als Antwort lesen. Versuchen Sie es bitte noch einmal?",
    again="Zurück zu meiner Frage: ",
    leave="Sollen wir „{now}“ vorerst lassen und mit „{other}“ weitermachen?",
    still_working="Darauf warte ich noch. Ich schreibe hier, sobald ich es weiß.",
    takes_longer="Das dauert etwas länger als sonst. Ich bin noch dabei.",
    anything_else="Kann ich noch etwas für Sie tun?",
    helped_button="Das hat geholfen",
    team_button="Mit dem Team sprechen",
    yes_button="Ja",
    no_button="Nein",
    shall_i="Soll ich das tun?",
    what_is="Bitte nennen Sie mir: {name}",
)

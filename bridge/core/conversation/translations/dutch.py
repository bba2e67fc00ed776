"""What Fin says of itself in Dutch."""

from __future__ import annotations

from bridge.core.conversation.texts import Texts

TEXTS = Texts(
    to_team="Ik geef u door aan ons team. Het antwoord komt hier.",
    no_answer="Daar kon ik geen antwoord op vinden, dus geef ik u door aan ons team. Het antwoord komt hier.",
    nobody_replied="Om u niet te laten wachten geef ik dit door aan ons team. Het antwoord komt hier.",
    fin_late="Dit kan ik nu niet beantwoorden, dus geef ik u door aan ons team. Het antwoord komt hier.",
    unsure=(
        "Ik kon niet vaststellen of dat gelukt is en heb het geen tweede keer geprobeerd. Ons team "
        "kijkt het nu na en antwoordt hier."
    ),
    glad="Fijn dat het geholpen heeft! Schrijf gerust als er nog iets is.",
    tell_more="Jammer dat het niet geholpen heeft. Kunt u in andere woorden zeggen wat u zoekt?",
    offer=(
        "Het spijt me van het ongemak. Zal ik u aan ons team doorgeven? "
        "Of vertel me meer, dan help ik verder."
    ),
    desk_late=(
        "Het doorgeven aan het team duurt langer dan anders. Uw berichten zijn veilig en in de "
        "juiste volgorde: u hoeft ze niet opnieuw te schrijven."
    ),
    desk_refused=(
        "Uw berichten zijn veilig, maar ik kon ze nog niet aan het team doorgeven. Onze techniek is "
        "gewaarschuwd, en het team krijgt ze zodra het verholpen is."
    ),
    chat_over="De chat met {agent} is afgelopen en ik ben er weer.",
    chat_over_alone="De chat is afgelopen en ik ben er weer.",
    chat_words="Het laatste wat {agent} schreef: “{words}”",
    chat_file="{agent} stuurde u een bestand; het blijft hier.",
    chat_files="{agent} stuurde u {count} bestanden; ze blijven hier.",
    chat_went_through="Wat ik daarvoor begonnen was, is intussen gelukt: “{what}”.",
    chat_solved="Uw vraag geldt als opgelost.",
    chat_pending="Het team wacht op uw antwoord.",
    chat_open="Het team heeft uw vraag nog open staan.",
    chat_goes_on="Ontbreekt er iets, schrijf gerust: ik ga vanaf daar verder of haal het team er weer bij.",
    merged="Ons team gaat hiermee verder in uw andere gesprek. De antwoorden komen daar.",
    chat_in_writing="Ons team gaat schriftelijk verder. De antwoorden komen hier.",
    chat_unanswered=(
        "Het spijt me: niemand van ons team kon uw chat nu aannemen. Ik kan uw vraag bij het team "
        "achterlaten, dan komt het antwoord hier. Of vertel me meer, dan help ik verder."
    ),
    ticket_button="Bij het team achterlaten",
    found_nothing="Daar heb ik geen antwoord op gevonden.",
    retry="Dat kon ik niet als antwoord lezen. Wilt u het nog eens proberen?",
    again="Terug naar mijn vraag: ",
    leave="Zullen we “{now}” voorlopig laten en verdergaan met “{other}”?",
    still_working="Ik wacht daar nog op. Ik schrijf hier zodra ik het weet.",
    takes_longer="Dit duurt iets langer dan anders. Ik ben er nog mee bezig.",
    anything_else="Kan ik nog iets voor u doen?",
    helped_button="Dat heeft geholpen",
    team_button="Met het team praten",
    yes_button="Ja",
    no_button="Nee",
    shall_i="Zal ik dit doen?",
    what_is="Kunt u mij dit geven: {name}",
)

"""What Fin says of itself in French."""

from __future__ import annotations

from bridge.core.conversation.texts import Texts

TEXTS = Texts(
    to_team="Je vous passe notre équipe. La réponse arrivera ici même.",
    no_answer=(
        "Je n'ai pas trouvé de réponse à cela, je vous passe donc notre équipe. La réponse arrivera ici même."
    ),
    nobody_replied=(
        "Pour ne pas vous laisser attendre, je transmets à notre équipe. La réponse arrivera ici même."
    ),
    fin_late=(
        "Je ne peux pas répondre pour le moment, je vous passe donc notre équipe. La réponse "
        "arrivera ici même."
    ),
    unsure=(
        "Je n'ai pas pu vérifier si cela a abouti, et je n'ai pas essayé une seconde fois. Notre "
        "équipe vérifie et répondra ici même."
    ),
    glad="Ravi d'avoir pu aider ! Écrivez à tout moment s'il y a autre chose.",
    tell_more="Désolé que cela n'ait pas aidé. Pouvez-vous me dire autrement ce que vous cherchez ?",
    offer=(
        "Je suis désolé pour ces désagréments. Dois-je vous passer à notre équipe ? "
        "Ou dites-m'en plus, et je continue à vous aider."
    ),
    desk_late=(
        "La transmission à l'équipe prend plus de temps que d'habitude. Vos messages sont en "
        "sécurité et dans l'ordre : inutile de les réécrire."
    ),
    desk_refused=(
        "Vos messages sont en sécurité, mais je n'ai pas encore pu les transmettre à l'équipe. Nos "
        "techniciens sont prévenus, et l'équipe les recevra dès que ce sera réparé."
    ),
    chat_over="La discussion avec {agent} est terminée et je suis de retour.",
    chat_over_alone="La discussion est terminée et je suis de retour.",
    chat_words="Le dernier message de {agent} : « {words} »",
    chat_file="{agent} vous a envoyé un fichier ; il reste ici.",
    chat_files="{agent} vous a envoyé {count} fichiers ; ils restent ici.",
    chat_went_through="Ce que j'avais commencé avant a abouti entre-temps : « {what} ».",
    chat_solved="Votre demande est considérée comme résolue.",
    chat_pending="L'équipe attend votre réponse.",
    chat_open="Votre demande est encore ouverte auprès de l'équipe.",
    chat_goes_on=(
        "S'il manque quelque chose, écrivez à tout moment : je continue à partir de là, ou je fais "
        "revenir l'équipe."
    ),
    merged="Notre équipe continue dans votre autre conversation. Ses réponses arrivent là-bas.",
    chat_in_writing="Notre équipe continue par écrit. Ses réponses arrivent ici même.",
    chat_unanswered=(
        "Je suis désolé : personne de notre équipe n'a pu prendre votre discussion. Je peux lui "
        "laisser votre demande, et la réponse viendra ici. Ou dites-m'en plus, et je continue à "
        "vous aider."
    ),
    ticket_button="Laisser à l'équipe",
    found_nothing="Je n'ai pas trouvé de réponse à cela.",
    retry="Je n'ai pas pu lire cela comme une réponse. Pouvez-vous réessayer ?",
    again="Je reviens à ma question : ",
    leave="Souhaitez-vous laisser « {now} » pour l'instant et passer à « {other} » ?",
    still_working="J'attends encore une réponse à ce sujet. J'écris ici dès que je l'ai.",
    takes_longer="Cela prend un peu plus de temps que d'habitude. Je m'en occupe toujours.",
    anything_else="Puis-je vous aider pour autre chose ?",
    helped_button="Cela m'a aidé",
    team_button="Parler à l'équipe",
    yes_button="Oui",
    no_button="Non",
    shall_i="Dois-je le faire ?",
    what_is="Merci de m'indiquer : {name}",
)

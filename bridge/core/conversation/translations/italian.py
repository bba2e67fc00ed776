"""What Fin says of itself in Italian."""

from __future__ import annotations

from bridge.core.conversation.texts import Texts

TEXTS = Texts(
    to_team="La passo al nostro team. La risposta arriverà proprio qui.",
    no_answer=(
        "Non ho trovato una risposta, quindi la passo al nostro team. La risposta arriverà proprio qui."
    ),
    nobody_replied=(
        "Per non farla aspettare, passo la richiesta al nostro team. La risposta arriverà proprio qui."
    ),
    fin_late=(
        "In questo momento non riesco a rispondere, quindi la passo al nostro team. La risposta "
        "arriverà proprio qui."
    ),
    unsure=(
        "Non ho potuto verificare se è andato a buon fine e non ho riprovato. Il nostro team sta "
        "controllando e risponderà proprio qui."
    ),
    glad="Bene, sono contento di aver aiutato! Scriva quando vuole se c'è altro.",
    tell_more="Mi dispiace che non sia servito. Può dirmi con altre parole che cosa cerca?",
    offer=(
        "Mi dispiace per il disagio. La passo al nostro team? Oppure mi dica di più, e continuo ad aiutarla."
    ),
    desk_late=(
        "Il passaggio al team richiede più tempo del solito. I suoi messaggi sono al sicuro e in "
        "ordine: non serve riscriverli."
    ),
    desk_refused=(
        "I suoi messaggi sono al sicuro, ma non ho ancora potuto passarli al team. I nostri tecnici "
        "sono avvisati, e il team li riceverà appena sarà risolto."
    ),
    chat_over="La chat con {agent} è finita e sono di nuovo qui.",
    chat_over_alone="La chat è finita e sono di nuovo qui.",
    chat_words="L'ultima cosa che ha scritto {agent}: «{words}»",
    chat_file="{agent} le ha inviato un file; resta qui.",
    chat_files="{agent} le ha inviato {count} file; restano qui.",
    chat_went_through="Quello che avevo iniziato prima nel frattempo è andato a buon fine: «{what}».",
    chat_solved="La sua richiesta risulta risolta.",
    chat_pending="Il team aspetta la sua risposta.",
    chat_open="La sua richiesta è ancora aperta presso il team.",
    chat_goes_on="Se manca qualcosa, scriva quando vuole: riprendo da lì o richiamo il team.",
    merged="Il nostro team continua nella sua altra conversazione. Le risposte arrivano lì.",
    chat_in_writing="Il nostro team continua per iscritto. Le risposte arrivano proprio qui.",
    chat_unanswered=(
        "Mi dispiace: nessuno del nostro team ha potuto rispondere alla chat. Posso lasciare la "
        "richiesta al team, che risponderà qui appena possibile. Oppure mi dica di più e continuo "
        "ad aiutarla."
    ),
    ticket_button="Lasciare al team",
    found_nothing="Non ho trovato una risposta a questo.",
    retry="Non riesco a leggerlo come una risposta. Può riprovare?",
    again="Torno alla mia domanda: ",
    leave="Lasciamo per ora “{now}” e passiamo a “{other}”?",
    still_working="Aspetto ancora una risposta. Scrivo qui appena ce l'ho.",
    takes_longer="Ci vuole un po' più del solito. Ci sto ancora lavorando.",
    anything_else="Posso aiutarla in altro?",
    helped_button="Mi ha aiutato",
    team_button="Parlare con il team",
    yes_button="Sì",
    no_button="No",
    shall_i="Lo faccio?",
    what_is="Mi indichi per favore: {name}",
)

"""What people say around their questions in French."""

from __future__ import annotations

from bridge.fin.brains.phrases.phrase_table import Phrases

PHRASES = Phrases(
    language="fr",
    sets={
        "person": (
            "humain|humaine|etre_humain|conseiller|conseillere|agent|personne|vraie_personne|personne_reelle|"
            "operateur|operatrice|representant|employe|responsable|superieur|collaborateur"
        ),
        "anyone": "quelqu_un|service_client|support|equipe|assistance|sav|service_apres_vente",
        "a": "un|une|l|le|la|votre|d_un|d_une|vrai|vraie|autre",
    },
    nots="pas|jamais|rien|aucun|aucune|sans|ne",
    asks="comment|quand|ou|quel|quelle|quels|quelles|pourquoi|qui|que|est_ce|combien|puis|peut|pouvez|quoi",
    team=(
        "parler|discuter|echanger|chatter|communiquer a|avec|au ~ {person}|{anyone}",
        "parler|discuter|echanger|chatter {a}? {a}? {person}|{anyone}",
        "contact|relation|ligne avec ~ {person}|{anyone}",
        "passez|transferez|passe|transfere|transferer|connectez moi|me|ma ~ {person}|{anyone}",
        "besoin d {a}? {a}? {person}",
        "veux|voudrais|souhaite|aimerais {a}? {a}? {person}",
        "joindre|contacter {a}? {a}? {person}",
        "^ {a}? {a}? {person} s_il_vous_plait|svp|stp? $",
        "^ service_client|support s_il_vous_plait|svp|stp? $",
        "rappelez moi",
        "pas ~ robot|bot|chatbot|machine|ia",
    ),
    helped=(
        "m a|avez|as|ont|aide bien|beaucoup|vraiment? aide",
        "ca|cela|c_est ~ aide|aidee|utile|fonctionne|marche ~ $",
        "^ utile|resolu|regle|compris|parfait|super|genial|excellent|impeccable|nickel ~ $",
        "^ parfait|super|genial|excellent|impeccable|nickel",
        "probleme|question|c_est ~ resolu|resolue|regle|reglee|clair",
        "^ oui|ouais $",
        "^ oui ca|cela|c ~ $",
        "plus|pas d|de autre|autres questions|question",
        "repond ~ a ma question",
        "c_est tout",
    ),
    not_helped=(
        "pas ~ aide|aidee|utile|repondu|resolu|regle|aider",
        "ca|cela|c ~ ne? fonctionne|marche|repond|aide|va|resout ~ pas",
        "pas ce que je ~ demande|demandais|cherche|voulais|veux",
        "pas ma question",
        "mauvaise|fausse reponse",
        "vous|tu ne? m? avez|as|comprenez|comprends ~ pas ~ compris?",
        "^ non|inutile|pas_vraiment|toujours_pas|c_est_faux|ca_n_aide_pas $",
        "deja essaye|fait|lu|vu",
    ),
    upset=(
        "inadmissible|inacceptable|scandaleux|scandaleuse|honteux|honteuse|ridicule|lamentable|scandale",
        "une|quelle honte",
        "arnaque|arnaqueurs|escrocs|voleurs|merde|putain|incompetents",
        "suis ~ furieux|furieuse|en_colere|enerve|enervee|exaspere|exasperee",
        "ai|a ~ marre|ras_le_bol",
        "jamais ~ commander|commande|acheter|chez_vous",
    ),
    thanks=(
        "merci beaucoup|bien|infiniment|a_vous|pour? pour_votre_aide|votre_aide|tout?",
        "^ d_accord|ok|okay|entendu|tres_bien|non_merci|ca_marche|bien $",
        "au_revoir|bonne_journee|bonne_soiree|a_bientot",
        "je vous|te remercie",
    ),
    greeting=(
        "^ bonjour|salut|bonsoir|coucou|hello|hey a_tous|l_equipe|madame|monsieur?",
        "comment allez_vous|ca_va|vas_tu",
    ),
    vague=(
        "^ aide|aidez_moi|a_l_aide|question|probleme|j_ai_besoin_d_aide s_il_vous_plait|svp? $",
        "ai|avoir|rencontre une|un|des|petite|petit? question|probleme|questions|problemes|souci",
        "besoin d aide|assistance",
        "pouvez|peux|pourriez|pouvez_vous|pourriez_vous ~ m aider",
        "^ ca|c_est|il|elle|ceci ~ casse|cassee|marche_pas|fonctionne_pas ~ $",
    ),
    words={
        "hello": "Bonjour ! Comment puis-je vous aider ?",
        "welcome": "Avec plaisir ! Écrivez-nous quand vous voulez s'il y a autre chose.",
        "which": "Je veux être sûr de bien vous comprendre. De quoi s'agit-il ?",
        "what": "Je vous aide volontiers. Pouvez-vous me dire en quelques mots de plus de quoi il s'agit ?",
    },
)

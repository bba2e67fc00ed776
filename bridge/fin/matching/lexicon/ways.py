"""How something is put, in English and German, apart from what it is about."""

from __future__ import annotations

WAYS: dict[str, str] = {
    "howto": (
        "how do i|how can i|how to|how would i|how should i|where do i|where can i|wie kann ich|"
        "wie mache ich|wo kann ich|wie geht|wie funktioniert|what should i do|what do i do|how does|how do"
    ),
    "may": (
        "can i|could i|may i|is it possible|am i allowed|is it still possible|kann ich|darf ich|"
        "ist es moglich|can my"
    ),
    "info": (
        "how long|how many|how much|how late|how quickly|how often|how soon|how tall|do you|does your|"
        "are your|is there|are there|what is your|what are your|whats your|which|wie lange|wie viel|"
        "wie viele|wie hoch|was kostet|what does|was ist|welche|welcher|welches|gibt es|haben sie|habt ihr|"
        "until when|bis wann|policy|who is|what is the|liefern sie|bieten sie|do i get|do i have|is it|"
        "are they"
    ),
    "when": "when|wann|when will|when do|by when",
    "where": "where is|wheres|where are|wo ist|wo bleibt|wo sind|where has|where did|where the",
    "wish": (
        "i want|i need|i would like|id like|i wish|please|pls|plz|kindly|can you|could you|would you|"
        "will you|i demand|ich mochte|ich will|ich brauche|bitte|konnen sie|konnt ihr|kannst du|konnten sie|"
        "want to|need to|ich hatte gern|wurde gern|help me|let me"
    ),
    "trouble": (
        "doesnt|isnt|wont|cant|cannot|didnt|hasnt|havent|never|not|nothing|no longer|nicht|kein|keine|nichts|"
        "mehr nicht|wasnt|werent|dont|couldnt|arent"
    ),
    "mine": (
        "my|mine|our|mein|meine|meinen|meiner|meinem|meines|unsere|unser|unseren|unserer|i bought|i ordered|"
        "i paid|i sent|i returned|i received|you sent me|ich bestellt|ich gekauft|habe bestellt|habe gekauft|"
        "von mir"
    ),
    "me": "i|we|ich|wir|me|us|mir|mich|uns|im|ive|id",
    "curious": (
        "question about|questions about|question on|frage zu|frage zum|frage zur|fragen zu|info about|"
        "information about|informationen zu|informationen uber|tell me about|tell me more about|"
        "interested in|thinking about|thinking of buying|looking to buy|like to buy|want to buy|"
        "mochte ~ kaufen|show me|interessiere mich|just curious|only curious|only want to know|"
        "just want to know|wondering"
    ),
    "fine": (
        "all good|its fine|all fine|lovely|beautiful|i love|love it|i like|great|perfect|works well|"
        "works now|works again|happy with|is here now|arrived safely|ist da|hat geklappt|alles gut|super|"
        "toll|wunderschon|got it|that was|no problem|kein problem|erledigt|solved|gut angekommen|received it|"
        "have received my|passt alles"
    ),
}
"""Way -> phrases, written as the things are."""

ASKS = frozenset(
    (
        *(
            "what",
            "whats",
            "which",
            "who",
            "whom",
            "whose",
            "how",
            "when",
            "where",
            "why",
            "is",
            "are",
            "do",
            "does",
        ),
        *(
            "did",
            "can",
            "could",
            "will",
            "would",
            "may",
            "has",
            "have",
            "am",
            "was",
            "were",
            "wie",
            "wo",
            "wann",
        ),
        *(
            "wer",
            "warum",
            "welche",
            "welcher",
            "welches",
            "gibt",
            "ist",
            "sind",
            "haben",
            "habt",
            "bieten",
            "kann",
        ),
        *("konnen", "darf", "wird", "werden", "hat", "macht", "machen", "sollte"),
    )
)
"""Words that a question begins with."""

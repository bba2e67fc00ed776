"""What people write that starts nothing: talk, the rest of the world, and questions about a shop."""

from __future__ import annotations

TALK = (
    "hello|hi there|hey|good morning|good evening|how are you|who are you|what is your name|are you a bot|"
    "are you human|thanks|thank you very much|thanks for your help|ok|okay|yes|no|yes please|no thanks|"
    "maybe later|great|perfect|nice|cool|lol|goodbye|see you|what can you do|can you help me|I need help|"
    "I have a question|I have a problem|something went wrong|it does not work|I have an issue with my order|"
    "there is a problem with my account|I want to talk to a person|connect me to an agent|call me|"
    "you are stupid|this is terrible service|I am very unhappy with you|I want to complain|"
    "you did not answer my question|that did not help|never mind|forget it|my name is Peter|I live in Berlin|"
    "I am a customer of yours|here is the number 12345678|as I said|test|tomorrow morning|the first one|"
    "neither of them|both|I do not know|I like your products|hallo|guten Tag|wie geht es dir|wer bist du|"
    "danke|vielen Dank für die Hilfe|ja|nein|ja bitte|nein danke|alles klar|super|tschüss|"
    "ich habe eine Frage|ich brauche Hilfe|ich habe ein Problem|es funktioniert nicht|kannst du mir helfen|"
    "ich möchte mit einem Menschen sprechen|das hat nicht geholfen|ich bin sehr unzufrieden|"
    "mein Name ist Anna"
)

WORLD = (
    "what is the weather like today|tell me a joke|what time is it|who is the president of France|"
    "what is the capital of Italy|how old is the queen|what is the meaning of life|write a poem|"
    "translate this into German|how do I bake bread|recommend me a restaurant|book a flight to London|"
    "book a hotel room|cancel my flight|cancel my doctor's appointment|call a taxi|play some music|"
    "set an alarm for seven|what is 25 times 4|who won the game last night|how far is the moon|"
    "how do I fix my car|my computer does not start|restart my phone|what is the stock price|"
    "transfer money to my brother|freeze my bank card|write my homework|who invented the telephone|"
    "how do I lose weight|what is artificial intelligence|wie wird das Wetter|erzähl einen Witz|"
    "wie spät ist es|wer ist der Bundeskanzler|was ist die Hauptstadt von Spanien|buche mir einen Flug|"
    "wie kocht man Nudeln"
)

SHOP = (
    "what are your opening hours|where is your shop|where are you located|do you have a store in Berlin|"
    "what is your phone number|what is your e-mail address|how can I contact you|what do you sell|"
    "how much does it cost|how much is it|how expensive is it|is it free|how long does it take|"
    "how does it work|how many do I need|which one is better|what is the difference between the two|"
    "do you offer this in other countries|do you deliver to France|which payment methods do you accept|"
    "can I pay by card|do you have a discount|when is the next sale|is this in stock|"
    "when will it be available again|I want to buy something|I would like to order a product|"
    "I am looking for a present|what material is it made of|is it waterproof|how big is it|"
    "what are the dimensions|how heavy is it|is it safe|how do I clean it|how do I use it|can I get a sample|"
    "do you have a catalogue|are you hiring|I am looking for a job|do you do internships|"
    "I want to become a reseller|do you have prices for business customers|"
    "I represent a company and want an offer|I am a journalist|what is your privacy policy|"
    "how do you use my data|what are your terms|is there a student discount|do you have an app|"
    "how do I create an account|what are the rules|what is your policy|can you explain it to me|"
    "what does that mean|I only want to know how it works|what happens if it is late|who pays for it|"
    "your website is slow|I wanted to say that I love it|wann haben Sie geöffnet|wo ist Ihr Laden|"
    "was kostet das|wie lange dauert das|wie funktioniert das|haben Sie das auf Lager|"
    "welche Zahlungsarten gibt es|gibt es einen Rabatt|liefern Sie nach Österreich|ich möchte etwas kaufen|"
    "suchen Sie Mitarbeiter|welche Größe brauche ich|wie hoch sind die Kosten|wie kann ich Sie erreichen|"
    "was sind Ihre Bedingungen"
)

GENERIC = tuple(text for texts in (TALK, WORLD, SHOP) for text in texts.split("|"))
"""Always in the background: a service with one procedure and no articles also knows what to leave."""

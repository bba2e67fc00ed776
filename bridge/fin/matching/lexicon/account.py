"""What people call matters of an account: getting in, who they are, what is to be done, subscriptions."""

from __future__ import annotations

ACCOUNT: dict[str, dict[str, str]] = {
    "access": {
        "login": (
            "login|log in|log on|log into|sign in|sign into|signin|signing in|logging in|logged in|"
            "let me in|get in|get into|getting in|cant get in|einloggen|anmelden|anmeldung|zugang|zugriff|"
            "komme nicht ~ rein|komme ~ nicht in|komme nicht in|login seite|log me in|sign on|"
            "access my account|authenticate|eingeloggt|login page|login screen|stuck at the login|"
            "enter my account|get access|access denied|kein zugriff|log back in|logged out|thrown out|"
            "reinkommen|hereinkommen|anmeldeseite|my login|use my account|signed out"
        ),
        "password": (
            "password|passcode|passwort|kennwort|pin|credentials|passphrase|pin code|login data|"
            "zugangsdaten|anmeldedaten|passwords|kennworter|user name and password"
        ),
        "locked": (
            "locked|locked out|blocked|block|lock|suspended|disabled|unlock|gesperrt|entsperren|sperre|"
            "sperren|ausgesperrt|sperrung|deactivated|deaktiviert|frozen|too many attempts|too many failed|"
            "failed attempts|zu viele versuche|zu oft|barred|shut out|banned|shut down my account|"
            "open it again|freischalten|wieder freigeben|entsperrt|blockiert|unblock|wieder offnen|reopen"
        ),
        "forgot": (
            "forgot|forgotten|forget|cant remember|dont remember|do not remember|vergessen|vergass|"
            "weiss ~ nicht mehr|lost my password|cant recall|dont know my|do not know my|no idea what my|"
            "slipped my mind|weiss mein|kenne ~ nicht mehr|fallt ~ nicht ein|entfallen"
        ),
        "reset": (
            "reset|resetting|zurucksetzen|set a new|new password|neues passwort|reset link|reset email|"
            "wiederherstellen|recover|recovery|renew my password|restore|change my password|"
            "passwort andern|zuruckgesetzt|reset mail|new link"
        ),
        "account": (
            "account|profile|konto|profil|kundenkonto|benutzerkonto|nutzerkonto|kundenprofil|user account"
        ),
        "code_mail": (
            "verification code|login code|sign in code|security code|one time code|authentication code|"
            "two factor|2fa|otp|tan|bestatigungscode|anmeldecode|sicherheitscode|login link|magic link|"
            "confirmation email|bestatigungsmail|login email|anmeldelink"
        ),
        "identity": (
            "identity|identify|verify|verification|id card|passport|identitat|verifizieren|verifizierung|"
            "ausweis|reisepass|personalausweis|proof of identity"
        ),
    },
    "details": {
        "email": (
            "email|e mail|mail address|email address|mailbox|inbox|mailadresse|emailadresse|e mail adresse|"
            "postfach|mail|mailaddress|mails|mail account|mail provider|e mails|email addresses|mailkonto|"
            "e mail konto|old inbox|signed up with|registered with"
        ),
        "phone": (
            "phone|telephone|mobile|cell|phone number|mobile number|handy|telefon|telefonnummer|"
            "handynummer|mobilnummer|rufnummer|cellphone"
        ),
        "name": (
            "my name|surname|last name|first name|family name|maiden name|nachname|vorname|familienname|"
            "namen|namensanderung|name change|geburtsname"
        ),
        "married": (
            "married|marriage|wedding|divorce|divorced|geheiratet|hochzeit|heirat|scheidung|geschieden|"
            "verheiratet"
        ),
        "personal_data": (
            "personal details|personal data|contact details|my details|personliche daten|kontaktdaten|"
            "stammdaten|date of birth|geburtsdatum"
        ),
        "spelling": (
            "typo|spelled|spelling|misspelled|tippfehler|schreibweise|falsch geschrieben|outdated|"
            "out of date|veraltet|stimmt nicht mehr|no longer correct|not correct|incorrect|wrong|falsch|"
            "isnt right|not right|misspelt|letter missing|buchstabe|verschrieben|vertippt|mistyped|"
            "typed wrong"
        ),
        "new": (
            "new|different|another|other|neu|neue|anderen|andere|neuen|neues|private|old|alt|alte|current|"
            "existiert nicht mehr|no longer exists|no longer use|nutze ~ nicht mehr|no access|"
            "kein zugriff mehr|lost access|closing down|provider is closing"
        ),
        "delete_account": (
            "delete my account|close my account|close account|delete account|konto loschen|"
            "konto schliessen|delete my profile|erase"
        ),
        "data_privacy": "privacy|gdpr|my data|datenschutz|dsgvo|all data|personal information",
    },
    "doing": {
        "cancel": (
            "cancel|cancellation|call ~ off|call off|revoke|withdraw|abort|undo|stornieren|storno|"
            "stornierung|kundigen|kundigung|abbestellen|widerrufen|widerruf|terminate|abbrechen|absagen|"
            "absage|ruckgangig|get out of|dont send|dont ship|do not ship|do not send|nicht verschicken|"
            "nicht senden|loschen|take back my order|annul|scrap|nullify|rescind|void|reverse my order|"
            "drop my order|aufhalten|zurucktreten|ruckgangig machen|auflosen|kill the order|"
            "before it ships|before it goes out|before you send|noch nicht verschickt|stoppen"
        ),
        "stop": (
            "stop|end|quit|finish|beenden|stopp|stoppen|aufhoren|nicht weiter|no more|not any more|"
            "any more|any longer|no longer|nicht mehr|keine mehr|discontinue|as of|ab nachstem|"
            "zum monatsende|put an end|aussteigen|schluss|enough"
        ),
        "pause": (
            "pause|suspend|hold|on hold|put ~ on hold|skip|break|take a break|freeze|aussetzen|"
            "unterbrechen|unterbrechung|uberspringen|ruhen|pausieren|stilllegen|am away|im away|"
            "over summer|urlaub|abwesend|temporarily|vorubergehend|for three months|fur drei monate|"
            "until autumn|pausing|delay the next"
        ),
        "resume": (
            "resume|restart|reactivate|start again|start ~ again|continue|wieder aufnehmen|reaktivieren|"
            "fortsetzen|unpause|wieder starten|weiterfuhren|wiederaufnehmen|begin again|pick up again"
        ),
        "change": (
            "change|edit|modify|update|correct|alter|amend|switch ~ to|switch|andern|anderung|korrigieren|"
            "aktualisieren|anpassen|wechseln|umandern|abandern|berichtigen|geandert|ersetzen durch|"
            "hinterlegen|adjust|fix the|set ~ to|register a different|use a different|put in a different|"
            "swap the email|replace my old|neue eintragen|eintragen|umstellen|umstellung|moved to another|"
            "move to another|correction|korrektur|should be|should read|muss heissen|richtig ist|"
            "hinterlegte"
        ),
        "add": "add|include|insert|attach|hinzufugen|erganzen|aufnehmen|eintragen|zufugen",
        "remove": "remove|take off the|take me off|delete|drop|entfernen|streichen|herausnehmen|loschen",
        "send": "send|email me|mail me|schicken|senden|zusenden|zuschicken|schickt|forward",
    },
    "subscription": {
        "subscription": (
            "subscription|subscribe|plan|membership|abo|abonnement|mitgliedschaft|vertrag|jahresabo|"
            "monatsabo|premium|contract|member|subscribtion|membership plan|subscription box|bulb box|abos|"
            "abonnements|abbo|monthly plan|the box|my box"
        ),
        "newsletter": (
            "newsletter|mailing list|marketing|advertising|werbung|opt out|rundbrief|mailingliste|"
            "promotional emails|too many emails|werbemails"
        ),
        "unsubscribe": "unsubscribe|abmelden|austragen|sign me off",
        "recurring": (
            "monthly|every month|each month|per month|recurring|monatlich|jeden monat|next month|"
            "monthly box|yearly|annual|annually|every year|jahrlich|pro jahr|renew|renewal|renewed|"
            "verlangern|verlangert|auto renew|nachsten monat|weekly|months box|every four weeks|"
            "alle vier wochen|next box|next delivery|subscription fee|monatlichen|monatliche"
        ),
        "trial": (
            "trial|free trial|test period|free month|trial period|testphase|probemonat|probezeit|"
            "testzeitraum|gratismonat|probeabo|kostenlose phase|free period"
        ),
        "upgrade": (
            "upgrade|downgrade|upgraden|hochstufen|herabstufen|higher plan|bigger plan|tarifwechsel|tarif"
        ),
        "seats": "seat|seats|licence|license|lizenz|users on|nutzer hinzufugen",
    },
}

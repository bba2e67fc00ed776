"""Common words of more languages that are written in Latin or Cyrillic letters."""

# ruff: noqa: RUF001 - letters of other alphabets, on purpose
from __future__ import annotations

from collections.abc import Mapping

EASTERN: Mapping[str, str] = {
    "pl": """
        ja ty on ona my wy oni mój moja moje moje mojego twój jest są był była było i lub albo nie tak z
        ze do od na w we dla po przy o jak co kiedy gdzie dlaczego kto który czy mogę można może chcę
        chciałbym chciałabym potrzebuję mam masz dziękuję dzięki cześć dzień dobry witam pomoc proszę ale
        jeszcze już też bardzo to ten ta że się mi mnie nam zamówienie zamówienia paczka paczki przesyłka
        dostawa dostarczona zwrot zwrócić pieniądze pieniędzy konto hasło anulować faktura uszkodzony
        zepsuty pytanie adres zmienić dotarła dotarło przyszła zły produkt zapłaciłem płatność karta
        działa brakuje otrzymałem wysłane lampa godziny otwarcia wczoraj dzisiaj jutro długo
    """,
    "cs": """
        já ty on ona my vy oni můj moje moji váš je jsou byl byla bylo a nebo ne ano s se z ze do od na v
        ve pro po při o jak co kdy kde proč kdo který jestli můžu mohu může chci chtěl chtěla bych
        potřebuji mám máte děkuji díky ahoj dobrý den pomoc prosím ale ještě už také velmi to ten ta že si
        mi mě nám objednávka objednávku objednávky balík zásilka doručení doručena vrácení vrátit peníze
        peněz účet heslo zrušit faktura rozbitý poškozený otázka adresa změnit dorazila nepřišel špatný
        zboží zaplatil platba karta nefunguje funguje chybí obdržel odesláno lampa otevírací doba včera
        dnes zítra dlouho
    """,
    "sk": """
        ja ty on ona my vy oni môj moja moje váš je sú bol bola bolo a alebo nie áno s so z zo do od na v
        vo pre po pri o ako čo kedy kde prečo kto ktorý či môžem môže chcem chcel chcela by potrebujem mám
        máte ďakujem ahoj dobrý deň pomoc prosím ale ešte už tiež veľmi to ten tá že si mi ma nám
        objednávka objednávku balík zásielka doručenie doručená vrátenie vrátiť peniaze peňazí účet heslo
        zrušiť faktúra rozbitý poškodený otázka adresa zmeniť dorazila neprišiel zlý tovar zaplatil platba
        karta nefunguje funguje chýba dostal odoslané lampa otváracie hodiny včera dnes zajtra dlho
    """,
    "hu": """
        én te ő mi ti ők az a egy ez és vagy nem igen van vannak volt voltak hogy hogyan mit mi mikor hol
        hova miért ki melyik tudok lehet szeretnék szeretném akarok kell nekem köszönöm köszi szia helló
        jó napot segítség kérem de még már is nagyon itt ott ha csak rendelés rendelésem rendelésemet
        csomag csomagom szállítás kiszállítás visszatérítés pénz pénzt pénzem fiók jelszó jelszavam
        lemondani törölni számla visszaküldeni törött sérült kérdés kérdésem cím címet módosítani
        megérkezett érkezett rossz termék fizettem fizetés kártya működik hiányzik késik kaptam elküldve
        lámpa nyitvatartás tegnap ma holnap meddig
    """,
    "ro": """
        eu tu el ea noi voi ei meu mea mele un o este sunt era și sau nu da cu de la în pe pentru din cum
        ce când unde cine care pot poate vreau doresc trebuie am ai are au mulțumesc multumesc bună salut
        ziua ajutor rog dar încă inca mai foarte aici acolo dacă să că îmi mi comanda comandă colet
        coletul livrare livrat rambursare bani banii cont contul parola anula anulez factura retur returna
        stricat deteriorat întrebare adresa schimba modifica ajuns greșit produs plătit plata card
        funcționează lipsește întârziat primit trimis lampă program ieri azi mâine
    """,
    "tr": """
        ben sen o biz siz onlar benim bir bu şu ve veya değil evet hayır var yok mı mi mu mü musunuz
        misiniz ile için nasıl ne zaman nerede neden kim hangi istiyorum isterim lazım teşekkürler
        teşekkür ederim merhaba selam yardım lütfen ama hala henüz daha çok burada eğer ki bana siparişim
        sipariş siparişimi kargo paketim paket teslimat teslim iade iadesi para paramı hesap hesabım şifre
        şifremi iptal fatura kırık hasarlı soru sorum adres adresimi değiştirmek geldi gelmedi ulaşmadı
        yanlış ürün ödedim ödeme kart çalışmıyor eksik geç aldım gönderildi lamba saatleri dün bugün yarın
    """,
    "hr": """
        ja ti on ona mi vi oni moj moja moje je su bio bila bilo i ili ne da s sa iz do od na u za po pri
        kako što šta kada kad gdje gde zašto tko ko koji li mogu može želim zelim hoću trebam treba imam
        hvala bok zdravo dobar dan pomoć molim ali još već vrlo to ovaj ovo da se mi me nam narudžba
        narudžbu narudžbe paket pošiljka dostava dostavljena povrat vratiti novac račun lozinka lozinku
        otkazati faktura slomljen oštećen pitanje adresa adresu promijeniti stigao stigla pogrešan
        proizvod platio plaćanje kartica radi nedostaje kasni primio poslano lampa radno vrijeme jučer
        danas sutra
    """,
    "et": """
        mina sina tema meie teie minu sinu on olid oli olen ja või ei jah kuidas mis mida millal kus miks
        kes kas saan võin tahan sooviksin vajan aitäh tänan tere abi palun aga veel ka väga see et kui mul
        tellimus tellimuse tellimust pakk pakki tarne kohale tagastada tagastus raha konto parool
        tühistada arve katki kahjustatud küsimus aadress aadressi muuta saabunud vale toode maksnud makse
        kaart tööta puudu hilineb saanud saadetud lamp lahtiolekuajad eile täna homme
    """,
    "lt": """
        aš tu jis ji mes jūs mano tavo yra buvo ir ar arba ne taip su be iš į ant už kaip kas ką kada kur
        kodėl galiu gali noriu norėčiau reikia turiu ačiū labas sveiki pagalba prašau bet dar jau labai
        tai šis kad jei man užsakymas užsakymą užsakymo siunta siuntą pristatymas pristatyta grąžinti
        grąžinimas pinigai pinigus paskyra slaptažodis slaptažodį atšaukti sąskaita sugedo pažeista
        klausimas adresas adresą pakeisti atvyko negavau neteisinga prekė sumokėjau mokėjimas kortelė
        neveikia veikia trūksta vėluoja gavau išsiųsta lempa darbo laikas vakar šiandien rytoj
    """,
    "lv": """
        es tu viņš viņa mēs jūs mans mana ir bija un vai nē jā ar bez no uz par kā kas ko kad kur kāpēc
        varu var gribu vēlos vajag man paldies sveiki labdien palīdzība lūdzu bet vēl jau arī ļoti tas šis
        ka ja pasūtījums pasūtījumu sūtījums sūtījumu paka piegāde piegādāts atgriezt atmaksa nauda naudu
        konts parole paroli atcelt rēķins salauzts bojāts jautājums adrese adresi mainīt nomainīt pienāca
        saņēmu nepareiza prece samaksāju maksājums karte nedarbojas trūkst kavējas nosūtīts lampa laiks
        vakar šodien rīt
    """,
    "sl": """
        jaz ti on ona mi vi oni moj moja moje je so bil bila bilo in ali ne da ja s z iz do od na v za po
        pri kako kaj kdaj kje zakaj kdo kateri lahko želim hočem rad rada potrebujem imam hvala živjo
        zdravo dober dan pomoč prosim ampak še že tudi zelo to ta se mi me nam naročilo naročila paket
        pošiljka dostava dostavljeno vračilo vrniti denar račun geslo preklicati polomljen poškodovan
        vprašanje naslov spremeniti prispelo prispel napačen izdelek plačal plačilo kartica deluje manjka
        zamuja prejel poslano svetilka odpiralni čas včeraj danes jutri
    """,
    "id": """
        saya aku kamu anda dia kami kita mereka ini itu yang dan atau tidak bukan ya ada adalah dengan
        dari ke di untuk pada bagaimana apa kapan dimana mana mengapa kenapa siapa bisa ingin mau perlu
        butuh sudah belum akan terima kasih halo selamat bantuan tolong tapi masih juga sangat sini jika
        kalau pesanan paket pengiriman dikirim pengembalian dana uang akun kata sandi batalkan membatalkan
        faktur rusak pertanyaan alamat ubah mengubah sampai salah barang bayar membayar kartu berfungsi
        hilang terlambat menerima lampu jam buka kemarin hari besok
    """,
    "vi": """
        tôi bạn anh chị em chúng ta này đó là và hoặc không có của với từ đến cho trong làm sao như thế
        nào gì khi đâu tại ai muốn cần được đã chưa sẽ cảm ơn xin chào giúp đỡ nhưng vẫn cũng rất nếu đơn
        hàng gói giao vận chuyển hoàn tiền tài khoản mật khẩu hủy hóa trả lại hỏng hư câu hỏi địa chỉ thay
        đổi nhận sai sản phẩm thanh toán thẻ hoạt động thiếu trễ gửi đèn giờ mở cửa hôm qua nay mai
    """,
    "ca": """
        el la els les un una uns unes de del dels al jo tu vostè ell ella nosaltres meu meva seu és són
        era això aquest aquesta i o no sí amb per en sobre com quan on què qui quin puc pot vull voldria
        necessito tinc té he ha gràcies hola bon dia ajuda plau però encara més molt bé ser estar fer hi
        si que perquè comanda paquet enviament lliurament reemborsament diners compte contrasenya
        cancel·lar factura retornar trencat malmès pregunta adreça canviar arribat rebut equivocat article
        pagat pagar targeta funciona falta tard enviat llum horari obert ahir avui demà
    """,
    "ru": """
        я ты он она мы вы они мой моя моё мои ваш это этот и или не нет да с из до от на в для по при о
        как что когда где почему кто который ли могу можно хочу хотел бы нужно мне меня нам есть был была
        спасибо привет здравствуйте добрый день помощь помогите пожалуйста но ещё еще уже тоже очень если
        заказ заказа посылка доставка доставили возврат вернуть деньги аккаунт пароль отменить счёт сломан
        поврежден вопрос адрес изменить пришёл пришла пришел товар оплатил оплата карта работает опоздал
        получил отправлен лампа часы
    """,
    "uk": """
        я ти він вона ми ви вони мій моя моє мої ваш це цей і й або не ні так з із до від на в у для по
        при про як що коли де чому хто який чи можу можна хочу хотів би потрібно мені мене нам є був була
        дякую привіт вітаю добрий день допомога допоможіть будь ласка але ще вже також дуже якщо
        замовлення посилка доставка доставили повернення повернути гроші акаунт пароль скасувати рахунок
        зламаний пошкоджений питання адреса змінити прийшов прийшла товар оплатив оплата картка працює
        отримав відправлено лампа години
    """,
    "bg": """
        аз ти той тя ние вие те мой моя моята моето ми е са беше и или не да с от до на в за по при как
        какво кога къде защо кой който ли мога може искам бих нужно имам има благодаря здравейте здрасти
        добър ден помощ помогнете моля но още вече също много ако поръчка поръчката пратка пратката
        доставка доставена връщане върна пари парите акаунт парола паролата откажа фактура счупен повреден
        въпрос адрес променя пристигна грешен продукт платих плащане карта работи липсва закъснява получих
        изпратена лампа часове
    """,
}
"""Tag → its words, as they are written."""

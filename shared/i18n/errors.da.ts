import type { ErrorCode } from '../errors';

/** What an error is called, what it means and what to do about it, in Danish. One entry for every code. */
export const errorsDa = {
  'address-not-found': {
    title: 'Adressen findes ikke',
    explanation: 'Computeren kan ikke finde serveren på den adresse, der er skrevet.',
    remedy:
      'Se efter, om adressen er stavet rigtigt, og om computeren er på nettet. Er serveren jeres egen, så spørg it-afdelingen om dens navn.',
  },
  'connection-refused': {
    title: 'Serveren tager ikke imod',
    explanation: 'Adressen findes, men der er ikke noget program, som svarer på den.',
    remedy: 'Se efter, om serveren er startet, og om portnummeret er rigtigt. En firewall kan også spærre.',
  },
  'connection-lost': {
    title: 'Forbindelsen blev afbrudt',
    explanation: 'Serveren begyndte at svare, men forbindelsen faldt ud undervejs.',
    remedy: 'Programmet prøver selv igen. Sker det tit, så bed it-afdelingen se på netværket.',
  },
  'timed-out': {
    title: 'Serveren svarede ikke i tide',
    explanation:
      'Der kom intet svar, inden ventetiden var gået. Det første svar efter en stille periode kan være langsomt.',
    remedy:
      'Programmet prøver igen ved næste kørsel. Bliver det ved, så se efter, om serveren er overbelastet eller standset.',
  },
  'certificate-not-trusted': {
    title: 'Serverens certifikat er ikke godkendt',
    explanation:
      'Forbindelsen er krypteret, men computeren kender ikke den, der har udstedt certifikatet. Der er intet sendt.',
    remedy:
      'Bed it-afdelingen installere certifikatet for jeres egen udsteder på denne computer, eller test forbindelsen og vælg selv, hvad der skal stoles på.',
  },
  'certificate-expired': {
    title: 'Serverens certifikat gælder ikke i dag',
    explanation:
      'Forbindelsen er krypteret, men serverens certifikat er udløbet eller begynder først senere. Der er intet sendt.',
    remedy:
      'Bed den, der passer serveren, forny certifikatet. Se også efter, om denne computers ur og dato er rigtige.',
  },
  'certificate-other-name': {
    title: 'Serverens certifikat gælder en anden adresse',
    explanation:
      'Forbindelsen er krypteret, men certifikatet er udstedt til et andet navn end det, der står i adressen. Der er intet sendt.',
    remedy:
      'Skriv adressen med det navn, certifikatet er udstedt til; en test af forbindelsen viser det. Ellers bed den, der passer serveren, om et certifikat til adressen.',
  },
  'certificate-changed': {
    title: 'Serveren viser et andet certifikat',
    explanation:
      'I har bestemt, at netop ét certifikat er godkendt for denne server. Den viser nu et andet. Der er intet sendt til den.',
    remedy:
      'Spørg den, der passer serveren, om certifikatet er fornyet. Er det det, så test forbindelsen i Indstillinger og godkend det nye, når fingeraftrykket passer. Ellers kan det være en fremmed, der svarer.',
  },
  'encryption-failed': {
    title: 'Serveren taler ikke https her',
    explanation:
      'Serveren svarer, men det kom ikke til en krypteret forbindelse. Ofte taler porten kun http, eller serveren kan kun forældet kryptering. Der er intet sendt.',
    remedy:
      'Se efter, om portnummeret er rigtigt. Står serveren på husets eget net og taler kun http, så skriv http:// foran adressen. Ellers bed it-afdelingen slå TLS 1.2 eller nyere til på serveren.',
  },
  'proxy-refused': {
    title: 'Proxyserveren kan ikke bruges',
    explanation: 'Vejen til serveren går gennem en proxyserver, og den vil eller kan ikke forbinde videre.',
    remedy:
      'Spørg it-afdelingen, om proxyserveren skal bruges til denne adresse. Står serveren i huset, så vælg »Uden proxy« under forbindelsens avancerede valg.',
  },
  'proxy-login-refused': {
    title: 'Proxyserveren kræver login',
    explanation: 'Proxyserveren på vejen kræver et login, som programmet ikke har, eller som den ikke godtager.',
    remedy:
      'Bed it-afdelingen lade denne computer komme igennem uden login. På kommandolinjen kan brugernavn og kodeord stå i HTTPS_PROXY.',
  },
  'server-error': {
    title: 'Serveren melder fejl',
    explanation: 'Serveren svarede, men med en fejl hos den selv.',
    remedy:
      'Programmet prøver igen ved næste kørsel. Bliver det ved, så giv leverandøren fejlkoden herunder. Pronestors egne servere opdateres mellem 05:00 og 05:30.',
  },
  'too-many-requests': {
    title: 'Serveren beder om en pause',
    explanation: 'Serveren synes, at den bliver spurgt for tit.',
    remedy:
      'Programmet venter så længe, som serveren beder om. Sker det tit, så gør tiden mellem kørsler længere under Indstillinger.',
  },
  'answer-too-large': {
    title: 'Svaret er for stort',
    explanation: 'Serveren sendte mere, end programmet tager imod på én gang, så svaret blev ikke brugt.',
    remedy: 'Vælg færre lokationer, eller gør tiden frem kortere under Indstillinger.',
  },
  'redirected-away': {
    title: 'Serveren sender os et andet sted hen',
    explanation: 'Svaret henviste til en anden adresse. Den følges ikke, fordi kodeordet så kunne ende hos andre.',
    remedy: 'Skriv den adresse, som serveren selv bruger. Ofte er det den samme med https foran.',
  },
  'insecure-address': {
    title: 'Adressen er ikke krypteret',
    explanation:
      'Adressen begynder med http og ligger uden for huset. Brugernavn og kodeord ville kunne læses undervejs.',
    remedy: 'Brug https. Uden kryptering tillades kun servere på denne computer eller på husets eget net.',
  },
  'login-refused': {
    title: 'Brugernavn eller kodeord blev afvist',
    explanation: 'Serveren kender ikke den kombination af brugernavn og kodeord.',
    remedy: 'Skriv brugernavn og kodeord igen. Programmet prøver kun få gange, så kontoen ikke bliver spærret.',
  },
  'login-stopped': {
    title: 'Login er standset',
    explanation:
      'Login er afvist tre gange. Programmet prøver ikke igen af sig selv, for at kontoen ikke skal blive spærret.',
    remedy: 'Se efter, om kontoen er åben, og skriv kodeordet igen under Indstillinger. Så prøves der igen.',
  },
  'login-expired': {
    title: 'Login er udløbet',
    explanation: 'Serveren har glemt vores login, og et nyt login hjalp ikke.',
    remedy: 'Programmet prøver igen ved næste kørsel. Bliver det ved, så test forbindelsen under Indstillinger.',
  },
  'access-denied': {
    title: 'Kontoen har ikke lov',
    explanation: 'Login lykkedes, men kontoen har ikke lov til det, vi spørger om.',
    remedy:
      'Giv kontoen ret til at se kalenderen for alle de ønskede lokaler, og i UniLock ret til de delte undtagelser, personer og persongrupper.',
  },
  'not-data': {
    title: 'Svaret er en webside, ikke data',
    explanation: 'Serveren svarede med en side til mennesker, for eksempel en loginside eller en driftsmeddelelse.',
    remedy: 'Se efter, om adressen er den rigtige. Åbn den eventuelt i en browser, og læs, hvad der står.',
  },
  'unexpected-answer': {
    title: 'Svaret ser anderledes ud end ventet',
    explanation:
      'Serveren svarede, men felterne står ikke der, hvor profilen siger. Serverens version kan være en anden end den, profilen er skrevet til.',
    remedy: 'Intet er ændret. Bed en tekniker sammenligne profilen med leverandørens beskrivelse.',
  },
  'not-found': {
    title: 'Serveren kender ikke det, vi spørger om',
    explanation: 'Adressen svarer, men den har ikke den side eller det punkt, som profilen nævner.',
    remedy:
      'Se efter, om adressen skal slutte med en mappe, for eksempel /pronestor. Ellers skal en tekniker se på profilen.',
  },
  'reading-partial': {
    title: 'Ikke alt blev læst',
    explanation:
      'En del af svaret manglede eller kunne ikke forstås. Det, der mangler, regnes for ukendt og ikke for aflyst.',
    remedy: 'Intet bliver fjernet, før alt er læst. Programmet prøver igen ved næste kørsel.',
  },
  'answers-changed': {
    title: 'Serveren svarer anderledes end før',
    explanation:
      'Felter, som profilen læser, mangler eller har skiftet form, siden en person sidst godkendte svarene. Serveren kan være opdateret.',
    remedy:
      'Åbn profilen under Indstillinger, prøv den mod serveren, og ret feltnavnene, hvis noget mangler. Godkend derefter, hvad der svares.',
  },
  'reading-empty': {
    title: 'Svaret er pludselig tomt',
    explanation: 'Serveren svarede uden fejl, men uden noget af det, der skulle være der.',
    remedy:
      'Intet bliver fjernet. Se efter i Pronestor eller UniLock, om det stadig er der, og om kontoen stadig må se det.',
  },
  'write-conflict': {
    title: 'Andre ændrede det samme samtidig',
    explanation: 'Undtagelsen eller medlemskabet blev ændret i UniLock, mens vi var ved at skrive.',
    remedy: 'Programmet læser igen og prøver på ny. Sker det tit, så ret kun i det ét sted.',
  },
  'write-refused': {
    title: 'UniLock ville ikke tage imod ændringen',
    explanation: 'UniLock afviste de perioder, vi skrev. De gamle står der stadig.',
    remedy:
      'Se efter, om antallet af pladser i undtagelsen er sat rigtigt, og om kontoen må ændre undtagelser og persongrupper. Der prøves igen ved næste kørsel.',
  },
  'write-unconfirmed': {
    title: 'Ændringen kunne ikke bekræftes',
    explanation: 'Perioderne blev sendt, men da vi læste tilbage, stod der noget andet.',
    remedy:
      'Programmet prøver igen ved næste kørsel. Bliver det ved, så se på undtagelsen eller persongruppen i UniLock.',
  },
  'other-writer': {
    title: 'En anden skriver i den samme undtagelse',
    explanation:
      'Undtagelsen er blevet rettet tilbage af andre tre gange på en time. For ikke at slås om den er vi holdt op med at skrive i den.',
    remedy:
      'Find det andet program eller den person, der retter, og aftal ét sted at rette. Start derefter igen ved at gemme koblingen.',
  },
  'handover-waiting': {
    title: 'Ændringer venter, til UniLock har taget filen',
    explanation:
      'Filen fra sidst ligger stadig i mappen. Den bliver hverken overskrevet eller slettet, så det nye er ikke afleveret endnu.',
    remedy:
      'Der er intet at gøre, hvis UniLock plejer at tage filen inden længe. Programmet afleverer ændringerne, så snart den er væk.',
  },
  'handover-not-taken': {
    title: 'UniLock har ikke taget filen siden {{since}}',
    explanation:
      'Filen ligger stadig i mappen. Programmet overskriver og sletter den aldrig, så ændringer siden da er ikke nået til UniLock. Dørene følger det, UniLock fik før den.',
    remedy:
      'Se efter på UniLocks computer, om importen kører, og om den henter fra netop denne mappe og dette filnavn.',
  },
  'import-folder-unreachable': {
    title: 'Mappen til importfilen kan ikke nås',
    explanation:
      'Mappen findes ikke, eller netværksdrevet er væk. Intet er gået tabt: ændringerne bliver afleveret, når mappen er tilbage.',
    remedy:
      'Se efter, om stien er rigtig, og om computeren med mappen er tændt. Programmet prøver igen ved næste kørsel.',
  },
  'import-folder-unwritable': {
    title: 'Der kan ikke skrives i mappen til importfilen',
    explanation: 'Brugeren må ikke skrive i mappen, eller disken er fuld. Intet er afleveret.',
    remedy:
      'Giv brugeren, som programmet kører under, lov til at oprette og slette filer i mappen, eller gør plads på disken.',
  },
  'import-folder-unsuitable': {
    title: 'Mappen kan ikke bruges til importfilen',
    explanation: 'Mappens filsystem kan ikke sætte en fil på plads uden fare for at overskrive en, der ligger der.',
    remedy: 'Vælg en mappe på et NTFS-drev eller på et Windows-netværksdrev.',
  },
  'import-folder-mount-point': {
    title: 'Mappen til importfilen er stedet, hvor et netværksdrev er tilsluttet',
    explanation:
      'Når netværksdrevet er væk, står der en tom mappe på denne computer samme sted. Filer til UniLock ville havne i den, og ingen ville hente dem.',
    remedy: 'Opret en mappe på selve netværksdrevet, og vælg den. Den er væk, når netværksdrevet er væk.',
  },
  'try-not-by-file': {
    title: 'En prøveåbning kan ikke sendes med importfilen',
    explanation:
      'Filen bliver taget, når UniLock når til den, så ingen ved, om to minutter er gået inden da. Intet er afleveret.',
    remedy: 'Prøv døren med en rigtig booking i Pronestor.',
  },
  'import-place-taken': {
    title: 'Noget andet end en fil står på importfilens plads',
    explanation:
      'En mappe eller en genvej i mappen har importfilens navn. Programmet rører den ikke, så intet kan afleveres, før den er væk. Intet er gået tabt.',
    remedy: 'Omdøb eller flyt den, eller skriv et andet filnavn under forbindelsen til UniLock.',
  },
  'handover-unwritable': {
    title: 'Programmet kunne ikke huske, hvad det ville aflevere',
    explanation: 'Filen med det senest afleverede kunne ikke gemmes i programmets mappe. Derfor er intet afleveret.',
    remedy: 'Gør plads på disken, eller giv brugeren lov til at skrive i programmets mappe.',
  },
  'persons-file-missing': {
    title: 'Der mangler en liste over personer',
    explanation:
      'Et lokale er koblet til en persongruppe, men importfilen kan ikke læse personer fra UniLock, og der er ikke valgt en CSV-fil med dem.',
    remedy: 'Vælg CSV-filen under forbindelsen til UniLock, eller fjern koblingerne til persongrupper.',
  },
  'persons-file-unreadable': {
    title: 'Listen over personer kunne ikke læses',
    explanation:
      'CSV-filen kan ikke nås, den fylder over 50 MB, ingen står i den, eller ingen af dens kolonner er e-mail, medarbejdernummer eller initialer. De, der har adgang, beholder den til deres møde er slut.',
    remedy: 'Se efter, om stien er rigtig, om den første linje har kolonnernes navne, og om personerne står under den.',
  },
  'clock-differs': {
    title: 'Urene går ikke ens',
    explanation:
      'Computerens ur og serverens ur er mere end to minutter fra hinanden. Så kan døre åbne på forkerte tidspunkter, og derfor fjernes intet.',
    remedy: 'Stil computerens ur til at følge nettet, eller bed it-afdelingen stille serverens.',
  },
  'zone-unsettled': {
    title: 'Husets tidszone er ikke fastlagt',
    explanation:
      'UniLock siger én tidszone, og indstillingerne en anden, eller ingen af dem siger noget. Før det er afgjort, skrives intet.',
    remedy: 'Vælg husets tidszone under Indstillinger.',
  },
  'consent-needed': {
    title: 'Der mangler et samtykke',
    explanation: 'I en undtagelse står der perioder, som programmet ikke har skrevet, og som ville blive erstattet.',
    remedy: 'Se perioderne igennem under Overblik, og giv samtykke, hvis de må erstattes.',
  },
  'removals-held': {
    title: 'Noget er tilbageholdt',
    explanation:
      'Bookinger er forsvundet eller ændret på en måde, der ligner en fejl. Dørene følger den gamle plan imens.',
    remedy: 'Se under Overblik, hvilke det er, og hvad der kan gøres.',
  },
  'mapping-target-missing': {
    title: 'Undtagelsen eller persongruppen findes ikke i UniLock',
    explanation: 'Det, som et lokale er koblet til, er ikke på UniLocks liste. Det kan være slettet.',
    remedy: 'Vælg noget andet til lokalet under Lokaler, eller opret det igen i UniLock.',
  },
  'location-unknown': {
    title: 'Lokationen findes ikke i Pronestor',
    explanation: 'Et lokationsnummer er ikke på Pronestors liste, eller kontoen må ikke se lokationen.',
    remedy: 'Se efter, om nummeret er rigtigt, og om kontoen har adgang til lokationen.',
  },
  'status-unknown': {
    title: 'Bookinger har en ukendt status',
    explanation:
      'Pronestor giver bookinger en status, som profilen ikke kender. Sådan en booking åbner ikke noget nyt; det, der allerede er skrevet for den, bliver stående, til det slutter.',
    remedy: 'Se bookingen efter i Pronestor. Er statussen i orden, så skal en tekniker skrive den ind i profilen.',
  },
  'room-unread': {
    title: 'Et lokale blev ikke læst',
    explanation:
      'Lokalet mangler på Pronestors liste. Det regnes for ukendt, og dets døre følger det, der allerede er skrevet.',
    remedy: 'Se efter, om lokalet stadig findes i Pronestor, og om kontoen må se dets kalender.',
  },
  'group-unread': {
    title: 'En persongruppe blev ikke læst',
    explanation:
      'Programmet kunne ikke læse gruppens medlemmer i UniLock. Gruppen regnes for ukendt, og medlemmerne beholder den adgang, de har.',
    remedy:
      'Se efter, om gruppen stadig findes i UniLock, og om kontoen må se dens medlemmer. Programmet prøver igen ved næste kørsel.',
  },
  'keychain-unavailable': {
    title: 'Computerens nøglering svarer ikke',
    explanation: 'Kodeord gemmes kun i computerens egen nøglering, og den kan ikke bruges lige nu.',
    remedy:
      'Log af og på igen. På Linux skal en nøglering være installeret, for eksempel gnome-keyring. Kodeord gemmes aldrig i en fil i stedet.',
  },
  'keychain-locked': {
    title: 'Computerens nøglering er låst',
    explanation: 'Kodeordet ligger i nøgleringen, men den er ikke låst op.',
    remedy: 'Lås nøgleringen op, eller log af og på igen. Programmet prøver igen af sig selv.',
  },
  'password-missing': {
    title: 'Der mangler et kodeord',
    explanation: 'Der er intet kodeord i computerens nøglering til denne forbindelse.',
    remedy: 'Skriv kodeordet under Indstillinger.',
  },
  'settings-damaged': {
    title: 'Indstillingerne kunne ikke læses',
    explanation:
      'Filen med indstillinger var beskadiget. Den er lagt til side, og den seneste gode kopi bruges, hvis der er en.',
    remedy: 'Se indstillingerne og koblingen igennem, før synkroniseringen går i gang igen.',
  },
  'settings-newer': {
    title: 'Indstillingerne er fra en nyere udgave',
    explanation: 'Filen er gemt af en nyere udgave af Mødeklar. Den er ikke rørt.',
    remedy: 'Installer den nyeste udgave af Mødeklar på denne computer.',
  },
  'settings-invalid': {
    title: 'Indstillingerne passer ikke sammen',
    explanation: 'Noget i indstillingerne mangler eller modsiger noget andet. Intet er gemt.',
    remedy: 'Ret det felt, der er nævnt herunder, og gem igen.',
  },
  'export-foreign': {
    title: 'Eksporten hører til andre servere',
    explanation:
      'Filen husker, hvad Mødeklar har skrevet på en anden Pronestor eller UniLock end den, der står i dens indstillinger. Numre betyder kun noget på deres egen server. Intet er ændret.',
    remedy: 'Brug en eksport, der ikke er rettet i hånden, eller brug kun dens indstillinger.',
  },
  'memory-present': {
    title: 'Computeren husker selv, hvad der er skrevet',
    explanation:
      'Programmet har allerede skrevet til den samme UniLock herfra og ved mere end eksporten. Intet er ændret.',
    remedy:
      'Brug kun eksportens indstillinger, eller tag den i brug på en computer, hvor Mødeklar ikke har været sat op.',
  },
  'settings-unwritable': {
    title: 'Indstillingerne kunne ikke gemmes',
    explanation: 'Filen kunne ikke skrives. Disken kan være fuld, eller mappen kan være skrivebeskyttet.',
    remedy: 'Gør plads på disken, eller giv brugeren lov til at skrive i programmets mappe. Gem derefter igen.',
  },
  'journal-damaged': {
    title: 'Historikken kunne ikke læses',
    explanation: 'Filen med historik var beskadiget. Den er lagt til side, og en ny er begyndt. Dørene er ikke berørt.',
    remedy: 'Du kan blive spurgt om samtykke igen, fordi programmet ikke længere husker, hvad det selv har skrevet.',
  },
  'journal-newer': {
    title: 'Historikken er fra en nyere udgave',
    explanation: 'Filen er gemt af en nyere udgave af Mødeklar. Den er ikke rørt.',
    remedy: 'Installer den nyeste udgave af Mødeklar på denne computer.',
  },
  'journal-unwritable': {
    title: 'Historikken kunne ikke skrives',
    explanation: 'Programmet skriver ikke til UniLock uden at kunne huske det. Disken kan være fuld.',
    remedy: 'Gør plads på disken. Programmet går videre af sig selv.',
  },
  'already-running': {
    title: 'Mødeklar kører allerede',
    explanation: 'Et andet Mødeklar bruger de samme indstillinger på denne computer.',
    remedy: 'Brug det, der kører: det ligger ved uret. Afslut det først, hvis du vil starte et andet.',
  },
  'port-in-use': {
    title: 'Porten er optaget',
    explanation: 'Et andet program bruger allerede det portnummer, der blev bedt om.',
    remedy: 'Vælg et andet portnummer, eller luk det andet program.',
  },
  'not-set-up': {
    title: 'Mødeklar er ikke sat op',
    explanation: 'Der mangler en forbindelse, eller opsætningen er ikke gjort færdig.',
    remedy: 'Gå opsætningen igennem til det sidste trin.',
  },
  'profile-invalid': {
    title: 'Profilen kan ikke bruges',
    explanation: 'Profilen, der beskriver, hvordan serveren tales til, har en fejl.',
    remedy: 'Ret det sted i profilen, der er nævnt herunder, eller vælg den profil, som følger med programmet.',
  },
  'profile-in-use': {
    title: 'Profilen er i brug',
    explanation: 'En forbindelse bruger profilen, så den kan ikke slettes.',
    remedy: 'Vælg en anden profil i forbindelsen, og slet derefter denne.',
  },
  'bookings-file-invalid': {
    title: 'Filen med bookinger kan ikke bruges',
    explanation: 'Filen har ikke den form, som simulatoren læser.',
    remedy: 'Ret det sted i filen, der er nævnt herunder.',
  },
  'file-unreadable': {
    title: 'Filen kan ikke læses',
    explanation: 'Filen findes ikke, eller brugeren må ikke læse den.',
    remedy: 'Se efter, om navnet og mappen er rigtige, og om brugeren har adgang.',
  },
  'file-unwritable': {
    title: 'Filen kunne ikke gemmes',
    explanation:
      'Filen kunne ikke skrives på det sted, du valgte. Disken kan være fuld, eller mappen kan være skrivebeskyttet.',
    remedy: 'Vælg en anden mappe, og gem igen.',
  },
  'invalid-address': {
    title: 'Adressen kan ikke bruges',
    explanation: 'Det, der er skrevet, er ikke en webadresse.',
    remedy: 'Skriv den for eksempel som firma.pronestor.com eller https://server/unilock.',
  },
  'invalid-argument': {
    title: 'Det indtastede kan ikke bruges',
    explanation: 'En værdi er forkert eller uden for det tilladte.',
    remedy: 'Ret værdien, og prøv igen.',
  },
  'hold-unknown': {
    title: 'Spørgsmålet er ikke aktuelt mere',
    explanation: 'Det, der var tilbageholdt, har ændret sig eller er udløbet.',
    remedy: 'Se Overblik igen. Er der stadig noget at tage stilling til, står det der.',
  },
  'plan-changed': {
    title: 'Planen har ændret sig',
    explanation: 'Siden planen blev vist, er der kommet ændringer. Kun det, der er vist, bliver skrevet.',
    remedy: 'Se den nye plan igennem, og tryk igen.',
  },
  'run-unknown': {
    title: 'Kørslen findes ikke mere',
    explanation: 'Den er ældre end historikken går tilbage, eller programmet er startet igen siden.',
    remedy: 'Vælg en anden kørsel under Historik.',
  },
  'sync-running': {
    title: 'En synkronisering er i gang',
    explanation: 'Det kan ikke gøres, mens programmet er ved at læse eller skrive.',
    remedy: 'Vent, til synkroniseringen er færdig, og prøv igen.',
  },
  'no-free-place': {
    title: 'Undtagelsen er fuld',
    explanation: 'Alle pladser i den delte undtagelse er brugt, så der er ikke plads til to minutter mere.',
    remedy: 'Prøv en anden undtagelse, eller vent, til en periode er forbi.',
  },
  'already-open': {
    title: 'Undtagelsen er allerede åben',
    explanation:
      'Den delte undtagelse har en periode lige nu, så en prøve på to minutter ville ikke kunne ses på døren.',
    remedy: 'Prøv en anden undtagelse, eller vent, til perioden er forbi.',
  },
  'request-refused': {
    title: 'Vinduet måtte ikke spørge om det',
    explanation: 'Programmet afviste et spørgsmål fra vinduet, fordi det ikke havde den rigtige form.',
    remedy: 'Luk vinduet, og åbn det igen. Sker det igen, så send fejlkoden til leverandøren.',
  },
  'run-interrupted': {
    title: 'Kørslen blev afbrudt af en pause',
    explanation:
      'Computeren sov, eller dens ur blev stillet, midt i en kørsel. Det, der var læst, er for gammelt til at skrive efter, så resten blev ikke skrevet.',
    remedy: 'Du skal ikke gøre noget: Den næste kørsel læser alt igen. Lad computeren være vågen, når huset er i brug.',
  },
  cancelled: {
    title: 'Afbrudt',
    explanation: 'Arbejdet blev stoppet, før det var færdigt.',
    remedy: 'Start det igen, når du vil.',
  },
  bug: {
    title: 'Noget gik galt i programmet',
    explanation: 'Der skete en fejl, som programmet ikke kender. Det fortsætter ved næste kørsel.',
    remedy: 'Kopiér fejlen, og send den til leverandøren, hvis den kommer igen.',
  },
} as const satisfies Record<ErrorCode, { title: string; explanation: string; remedy: string }>;

/** Texts of the help page, in Danish: the source of the keys. */
export const helpDa = {
  title: 'Hjælp',
  intro: 'Det vigtigste, kort fortalt.',
  manual: 'Sådan virker Mødeklar',
  chapter: {
    what: {
      title: 'Hvad gør programmet?',
      text: 'Mødeklar læser bookinger i Pronestor og skriver deres perioder i de delte undtagelser i UniLock, som hvert lokale er koblet til. Døre, alarm, lys og ventilation følger undtagelserne, sådan som tabellerne i UniLock siger. Mødeklar vælger aldrig selv, hvad der sker; det skriver kun tider.',
    },
    ready: {
      title: 'Hvad betyder Driftsklar?',
      text: 'At begge sider er læst helt for nylig, at de bookede perioder er lig med de delte undtagelser, og at intet er tilbageholdt. Kun da er mærket grønt.',
    },
    verdicts: {
      title: 'Hvad betyder ordene i kalenderen?',
      text: 'Mangler: booket, men ikke skrevet. Ekstra: skrevet, men ikke booket. Forskudt: skrevet med andre tider. Venter: bliver skrevet ved næste kørsel, eller når du har givet samtykke. Tilbageholdt: bliver ikke gjort, før en ny aflæsning afgør det, eller nogen har taget stilling. Ingen plads: undtagelsen er fuld, og perioden følger, når der bliver plads. Fremmed ændring: skrevet af andre. Ukendt: en af siderne kunne ikke læses. Afleveret: skrevet, men kan ikke læses tilbage. Overstået: perioden er forbi.',
    },
    waiting: {
      title: 'Hvorfor venter noget på mig?',
      text: 'En booking, der forsvinder uden at være aflyst, kan være en fejl. Derfor bliver den ikke fjernet af sig selv. Meget lange bookinger og bookinger uden for de sikre timer åbner heller ikke, før nogen har sagt ja. Imens kører alt andet videre.',
    },
    noContact: {
      title: 'Hvad sker der, når der ikke er kontakt?',
      text: 'Dørene følger det, der allerede er skrevet, og hver åbning har sin slutning med. Intet bliver fjernet, fordi et svar udebliver. Programmet prøver igen af sig selv.',
    },
    shortened: {
      title: 'Hvad sker der, når et møde slutter før tid?',
      text: 'Når et møde aflyses eller afsluttes, mens det er i gang, bliver perioden kortet af til nu plus de minutter, der er sat efter mødet. Så kan alle nå ud, før alarmen slår til.',
    },
    close: {
      title: 'Hvad sker der, når jeg lukker vinduet?',
      text: 'Programmet kører videre ved uret nederst på skærmen. Vil du stoppe det helt, så vælg Afslut i menuen dér. Dørene følger så det, der allerede er skrevet.',
    },
    password: {
      title: 'Hvor ligger kodeordene?',
      text: 'I computerens egen nøglering. De står ikke i nogen fil, log eller eksport, og programmet viser dem aldrig igen.',
    },
    keyboard: {
      title: 'Kan jeg nøjes med tastaturet?',
      text: 'Ja. Tab går fra felt til felt, piletasterne vælger i lister, og Enter eller mellemrum trykker. Esc lukker det, der ligger øverst.',
    },
  },
  profiles: 'Profiler',
  profilesIntro:
    'En profil beskriver, hvordan et system tales til. Leverandørerne har ikke offentliggjort det, så profilerne er gæt, til nogen har bekræftet dem.',
  profileConfirmed: '{{title}}: bekræftet',
  profileGuess: '{{title}}: vores gæt, ikke bekræftet',
  about: 'Om programmet',
  version: 'Udgave',
  electron: 'Electron',
  platform: 'System',
  zone: 'Computerens tidszone',
} as const;

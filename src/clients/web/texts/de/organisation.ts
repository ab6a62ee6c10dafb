import type { organisation as english } from '../en/organisation.ts'

const days = (value: number) => (value === 1 ? '1 Tag' : `${value} Tage`)

export const organisation: typeof english = {
  title: 'Organisation',
  pageTitle: 'Einstellungen der Organisation',
  intro: (name) => `Was für alle gilt, die für ${name} senden.`,
  linkText: 'Wie Nachrichten hinausgehen, wie Passwörter reisen und wie lange alles aufbewahrt wird.',
  open: 'Einstellungen der Organisation ändern',
  readOnly: 'Ändern können das nur Administratoren.',
  yes: 'Ja',
  no: 'Nein',
  none: 'keine',
  fields: {
    route: {
      label: 'Üblicher Weg',
      hint: 'Gilt für alle Empfänger, für die nichts anderes festgelegt ist.',
    },
    senderRoutes: { label: 'Was Absender wählen dürfen', hint: 'Für eine einzelne Nachricht, im Mailprogramm.' },
    smsPasswords: {
      label: 'Passwörter per SMS senden',
      hint: 'Der Empfänger bekommt das Passwort auf sein Telefon. Jede SMS kostet.',
    },
    copyPasswordToSender: {
      label: 'Dem Absender jedes Passwort als Kopie geben',
      hint: 'Der Absender findet es bei den gesendeten Nachrichten und kann es vorlesen. Ein Passwort, das niemanden erreicht hat, liegt immer dort.',
    },
    mailPasswords: {
      label: 'Zweite Mailadresse für das Passwort erlauben',
      hint: 'Nur wenn es kein Telefon gibt: Wer beide Postfächer lesen kann, kann die Dateien öffnen.',
    },
    passwordDays: {
      label: 'So viele Tage bleibt die Kopie des Absenders',
      hint: 'Danach kann niemand mehr das Passwort nachsehen.',
      count: days,
    },
    neutralNames: {
      label: 'Namen der Anhänge verbergen',
      hint: 'Namen wie „HIV-Test.pdf“ sind auch ohne Passwort lesbar. Sie werden zu „attachment-1.pdf“.',
    },
    maxAttachmentMailBytes: {
      label: 'Dateien zusammen höchstens, in MB',
      hint: 'Viele Postfächer nehmen höchstens 20 MB an. Was größer ist, geht als Link hinaus.',
      count: (value) => `${value} MB`,
    },
    answersByMail: {
      label: 'Gewöhnliche E-Mail als Antwort erlauben',
      hint: 'Eine solche Antwort ist nicht verschlüsselt. Sonst antworten Empfänger auf der geschützten Seite.',
    },
    coverNoteGerman: {
      label: 'Hinweis für Empfänger, auf Deutsch',
      hint: 'Steht in der Mail mit den verschlüsselten Dateien. Höchstens 600 Zeichen.',
    },
    coverNoteEnglish: {
      label: 'Hinweis für Empfänger, auf Englisch',
      hint: 'Für Empfänger, die ihre Mails auf Englisch bekommen. Höchstens 600 Zeichen.',
    },
    expiryDays: {
      label: 'So viele Tage lässt sich eine Nachricht öffnen',
      hint: 'Danach öffnet der Link nichts mehr. Dateien, die angekommen sind, bleiben beim Empfänger.',
      count: days,
    },
    maxExpiryDays: {
      label: 'Auf so viele Tage darf ein Absender verlängern',
      hint: 'Gezählt ab dem Tag, an dem die Nachricht gesendet wurde.',
      count: days,
    },
    hideSubject: {
      label: 'Betreff verbergen',
      hint: 'Die Mail sagt nur, wer geschrieben hat. Empfohlen, wenn im Betreff Namen oder Krankheiten stehen.',
    },
    trustedDevices: {
      label: 'Empfänger dürfen ihrem Gerät vertrauen',
      hint: 'Dort brauchen sie 30 Tage lang keinen Code. Besser nicht, wo mehrere Menschen ein Gerät benutzen.',
    },
    maxRecipientsPerMessage: {
      label: 'Empfänger einer Nachricht, höchstens',
      hint: 'Schützt vor Versehen wie dem ganzen Adressbuch.',
      count: (value) => `${value}`,
    },
    smsDailyBudget: {
      label: 'SMS am Tag, höchstens',
      hint: 'Schützt vor hohen Kosten. Codes und Passwörter zählen zusammen.',
      count: (value) => `${value}`,
    },
  },
  routes: {
    portal: {
      name: 'Als Link',
      short: 'Link',
      text: 'Der Empfänger liest auf einer geschützten Seite nach einer Prüfung, zum Beispiel mit einem Code per SMS. Sie sehen, wann er geöffnet hat, und können zurückziehen.',
    },
    attachment: {
      name: 'Als verschlüsselte Dateien',
      short: 'Dateien',
      text: 'Der Empfänger bekommt ein ZIP und ein PDF, öffnet sie mit einem Passwort und kann sie behalten. Was angekommen ist, lässt sich nicht zurückziehen.',
    },
    direct: {
      name: 'Direkt',
      short: 'Direkt',
      text: 'Die Mail geht hinaus, wie sie ist, über eine Verbindung, deren Gegenstelle geprüft ist. Wo das nicht möglich ist, geht sie als Link.',
    },
  },
  groups: {
    leave: {
      title: 'Wie Nachrichten hinausgehen',
      text: 'Jede Nachricht geht verschlüsselt hinaus. Hier legen Sie fest, auf welche Weise.',
    },
    passwords: {
      title: 'Passwörter',
      text: 'Verschlüsselte Dateien haben ein eigenes Passwort, für jede Nachricht ein neues.',
    },
    files: {
      title: 'Verschlüsselte Dateien',
      text: 'Was der Empfänger bekommt, wenn eine Nachricht als Dateien hinausgeht.',
    },
    days: { title: 'Wie lange', text: 'Wie lange sich Nachrichten auf der geschützten Seite öffnen lassen.' },
    recipients: {
      title: 'Empfänger und Grenzen',
      text: 'Was Empfänger sehen, und was vor Versehen und Kosten schützt.',
    },
  },
  weaker: 'Schwächer',
  preset: {
    title: 'Womit möchten Sie beginnen?',
    text: 'Einstellungen, die zu Ihrem Beruf passen. Jede davon können Sie danach unten ändern.',
    legend: 'Beruf',
    names: {
      doctors: { name: 'Arztpraxen', text: 'Befunde und Briefe an Patienten und Kollegen.' },
      lawyers: { name: 'Anwaltskanzleien', text: 'Schriftsätze und Verträge an Mandanten und Gerichte.' },
      'tax-advisers': { name: 'Steuerkanzleien', text: 'Unterlagen, die Mandanten jahrelang aufbewahren.' },
      agencies: { name: 'Agenturen', text: 'Entwürfe und Zugangsdaten für Kunden.' },
      schools: { name: 'Schulen', text: 'Briefe an Eltern und Schüler, auch an viele auf einmal.' },
      'private-persons': { name: 'Privatpersonen', text: 'Hin und wieder eine vertrauliche Nachricht.' },
    },
    leave: {
      portal: 'Nachrichten gehen als Link hinaus.',
      attachment: 'Nachrichten gehen als verschlüsselte Dateien hinaus.',
      direct: 'Nachrichten gehen direkt hinaus.',
    },
    stay: (count) => `Sie lassen sich ${days(count)} lang öffnen.`,
    password: {
      sms: 'Passwörter kommen per SMS.',
      smsAndCopy: 'Passwörter kommen per SMS, und der Absender behält eine Kopie.',
      sender: 'Der Absender gibt das Passwort weiter.',
    },
    inUse: 'In Gebrauch',
    changed: 'Seither geändert',
    nothingChanges: 'Alles ist schon so eingestellt.',
    changes: 'Das ändert sich:',
    since: 'Seither geändert:',
    noteChanged: 'hat einen eigenen Text',
    from: (before, after) => `bisher ${before}, neu ${after}`,
    now: (value, preset) => `jetzt ${value}, vorgeschlagen ${preset}`,
    newNote: 'Neuer Hinweis:',
    apply: (name) => `Einstellungen für ${name} übernehmen`,
    applyAgain: 'Zurück zum Vorschlag',
    applying: 'Wird übernommen …',
    applied: (name) => `Die Einstellungen für ${name} gelten jetzt.`,
  },
  form: {
    save: 'Speichern',
    saving: 'Wird gespeichert …',
    saved: 'Gespeichert.',
    nothingToSave: 'Alles ist schon gespeichert.',
    unsaved: 'Noch nicht gespeichert.',
    discard: 'Änderungen verwerfen',
    number: (min, max) => `Geben Sie eine ganze Zahl von ${min} bis ${max} ein.`,
    beyond: 'Das müssen mindestens so viele Tage sein, wie sich eine Nachricht öffnen lässt.',
    tooLong: (most, typed) => `Verwenden Sie höchstens ${most} Zeichen; es sind ${typed}.`,
    unseen: 'Darin sind Zeichen, die niemand sehen kann. Tippen Sie den Hinweis hier, statt ihn einzufügen.',
  },
  rules: {
    title: 'Regeln für Domains',
    text: 'Zum Beispiel: Alles an die Klinik geht als verschlüsselte Dateien hinaus. Eine solche Regel geht der allgemeinen Einstellung vor.',
    none: 'Noch gibt es keine Regeln.',
    columns: { domain: 'Domain', route: 'Weg' },
    domain: 'Domain der Empfänger',
    domainHint: 'Was nach dem @ steht, zum Beispiel klinik.example.',
    withParents: 'Auch für ihre Unterdomains, zum Beispiel station.klinik.example',
    withSubdomains: 'mit ihren Unterdomains',
    route: 'Weg für diese Domain',
    hosts: 'Mailserver, für die Sie einstehen',
    hostsHint:
      'Nur wenn Sie sie kennen, zum Beispiel mx1.klinik.example; mehrere durch Kommas getrennt. Ohne Angabe fragt Sealpost das DNS.',
    hostsOf: (hosts) => `Mailserver: ${hosts}`,
    add: 'Regel hinzufügen',
    adding: 'Wird hinzugefügt …',
    added: (domain) => `Die Regel für ${domain} gilt ab jetzt.`,
    remove: 'Entfernen',
    removed: (domain) => `Die Regel für ${domain} ist entfernt.`,
    action: 'Aktion',
    domainProblem: 'Geben Sie eine Domain wie klinik.example ein, ohne @ und ohne Leerzeichen.',
    hostsProblem: 'Geben Sie Namen wie mx1.klinik.example ein, höchstens 20, durch Kommas getrennt.',
  },
}

import type { settings as english } from '../en/settings.ts'

export const settings: typeof english = {
  title: 'Einstellungen',
  sections: 'Abschnitte',
  mailPrograms: 'Mailprogramme',
  password: 'Passwort',
  recoveryCodes: 'Wiederherstellung',
  sessions: 'Sitzungen',
  language: 'Sprache',
  confirmPassword: 'Ihr Passwort',
  endedAccess: {
    title: 'Damit ist Schluss:',
    sessions: (names) => `Sitzungen: ${names}`,
    appPasswords: (names) => `App-Passwörter: ${names}`,
  },
  appPasswords: {
    intro:
      'Jedes Mailprogramm bekommt ein eigenes Passwort. Geht ein Gerät verloren, entfernen Sie hier sein Passwort; sonst ändert sich nichts.',
    none: 'Noch ist kein Mailprogramm eingerichtet.',
    created: (when) => `Erstellt ${when}`,
    lastUsed: (when) => `Zuletzt benutzt ${when}`,
    neverUsed: 'Noch nie benutzt',
    name: 'Name des Geräts oder Programms',
    nameHint: 'Damit Sie es später wiedererkennen, zum Beispiel „Outlook am Empfang“.',
    nameMissing: 'Geben Sie einen Namen ein, zum Beispiel „Outlook am Empfang“.',
    confirmHint: 'Noch einmal gefragt, damit niemand eines erstellt, der diese Seite offen vorfindet.',
    make: 'App-Passwort erstellen',
    remove: 'Entfernen',
    removeTitle: (name) => `„${name}“ entfernen?`,
    removeText: 'Das Mailprogramm kann nicht mehr senden. Ein neues App-Passwort können Sie jederzeit erstellen.',
    removed: 'Das App-Passwort ist entfernt.',
    readyTitle: (name) => `App-Passwort für „${name}“`,
    readyText: 'Tragen Sie diese Werte jetzt im Mailprogramm ein. Das Passwort wird nur dieses eine Mal gezeigt.',
    secret: 'Passwort',
    userName: 'Benutzername',
    host: 'Postausgangsserver (SMTP)',
    portTls: 'Port mit SSL/TLS',
    portStartTls: 'Port mit STARTTLS',
    done: 'Ich habe es eingetragen',
    copySecret: 'Passwort kopieren',
  },
  changePassword: {
    intro:
      'Ihr Passwort öffnet Ihr Postfach. Es verlässt dieses Gerät nie, deshalb kann Ihnen niemand ein neues senden.',
    current: 'Bisheriges Passwort',
    next: 'Neues Passwort',
    again: 'Neues Passwort noch einmal',
    submit: 'Passwort ändern',
    endsSessions:
      'Hier bleiben Sie angemeldet; alle anderen Sitzungen enden. App-Passwörter von Mailprogrammen bleiben gültig.',
    endsAll: 'Hier bleiben Sie angemeldet; alle anderen Sitzungen und alle App-Passwörter von Mailprogrammen enden.',
    revoke: 'Auch alle App-Passwörter widerrufen',
    revokeHint:
      'Wählen Sie das, wenn jemand anderes Ihr Passwort gekannt haben kann. Jedes Mailprogramm braucht dann ein neues App-Passwort.',
    done: 'Ihr Passwort ist geändert. Alle anderen Sitzungen sind beendet.',
    tooShort: (n) => `Verwenden Sie mindestens ${n} Zeichen.`,
    different: 'Die beiden neuen Passwörter sind nicht gleich. Geben Sie das neue noch einmal ein.',
    missing: 'Geben Sie Ihr bisheriges Passwort ein.',
    unchanged: 'Das neue Passwort ist das bisherige. Wählen Sie ein anderes.',
    stretching: 'Aus den Passwörtern werden Schlüssel. Das dauert ein paar Sekunden …',
    hint: (n) =>
      `Mindestens ${n} Zeichen. Vier oder fünf Wörter, die nichts miteinander zu tun haben, sind stark und leicht zu merken.`,
    strength: 'Stärke',
    strengths: { short: 'zu kurz', weak: 'leicht zu erraten', fair: 'brauchbar', strong: 'stark' },
  },
  codes: {
    intro: 'Mit einem Wiederherstellungscode kommen Sie hinein, wenn Sie Ihr Passwort vergessen. Jeder gilt einmal.',
    left: (n) =>
      n === 0
        ? 'Sie haben keine Wiederherstellungscodes.'
        : n === 1
          ? '1 Code ist noch da.'
          : `${n} Codes sind noch da.`,
    none: 'Ohne Wiederherstellungscodes kann nach einem vergessenen Passwort niemand mehr Ihre Nachrichten öffnen.',
    make: 'Neue Codes erstellen',
    makeHint: 'Die früheren Codes gelten nicht mehr, sobald Sie die neuen bestätigen.',
    welcomeTitle: 'Bewahren Sie Ihre Wieder\u00adherstellungs\u00adcodes auf',
    welcomeText:
      'Wenn Sie Ihr Passwort vergessen, kommen Sie nur mit einem dieser Codes wieder hinein. Niemand sonst kann Ihr Postfach öffnen, auch Ihr Administrator nicht.',
    printTitle: (address) => `Wieder\u00adherstellungs\u00adcodes für ${address}`,
    printText: (when) =>
      `Erstellt ${when}. Jeder Code gilt einmal. Bewahren Sie diese Seite dort auf, wo nur Sie sie finden.`,
    saved: 'Ich habe die Codes gedruckt oder gespeichert',
    savedMissing: 'Drucken, laden oder kopieren Sie die Codes zuerst und haken Sie dann das Kästchen an.',
    confirm: 'Weiter',
    confirmNew: 'Ab jetzt diese Codes verwenden',
    later: 'Beim nächsten Mal erinnern',
    done: 'Ihre neuen Wiederherstellungscodes gelten jetzt.',
    fileName: 'sealpost-wiederherstellungscodes.txt',
  },
  sessionList: {
    intro: 'Wo Sie zurzeit angemeldet sind.',
    current: 'Diese Sitzung',
    started: (when) => `Angemeldet ${when}`,
    lastSeen: (when) => `zuletzt aktiv ${when}`,
    end: 'Beenden',
    ended: 'Die Sitzung ist beendet.',
    unknownDevice: 'Unbekanntes Gerät',
  },
  languageIntro: 'Sprache dieser Seite in diesem Browser.',
}

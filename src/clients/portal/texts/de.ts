import type { Texts } from './en.ts'

/** The portal in German. */
export const german: Texts = {
  page: {
    title: (sender) => `Vertrauliche Nachricht von ${sender}`,
    plainTitle: 'Vertrauliche Nachricht',
    language: 'Sprache',
    otherLanguage: 'English',
    skip: 'Zum Inhalt springen',
    privacy: 'Datenschutz',
    terms: 'Nutzungsbedingungen',
    sealed: 'Verschlüsselt. Nur Sie und der Absender können diese Nachricht öffnen.',
    starting: 'Ihre Nachricht wird geöffnet …',
  },
  summary: {
    heading: (sender) => `${sender} hat Ihnen eine vertrauliche Nachricht gesendet`,
    details: 'Über diese Nachricht',
    from: 'Von',
    recipient: 'Für',
    sent: 'Gesendet',
    until: 'Zu öffnen bis',
    untilValue: (day, remaining) => `${day} (${remaining})`,
    reference: 'Kennung',
    compare:
      'Vergleichen Sie: Dieselbe Kennung steht in der E-Mail, über die Sie hierher gekommen sind. Weicht sie ab, fahren Sie nicht fort und rufen Sie den Absender an.',
  },
  check: {
    heading: 'Bestätigen Sie, dass Sie es sind',
    again:
      'Zu Ihrer Sicherheit wurde die Seite nach einiger Zeit gesperrt. Bitte bestätigen Sie noch einmal, dass Sie es sind; Ihre Nachricht ist noch da.',
    smsWillBeSent: (number) => `Ein 6-stelliger Code wird per SMS an ${number} gesendet.`,
    smsSent: (number) => `Wir haben einen 6-stelligen Code per SMS an ${number} gesendet. Er gilt 10 Minuten.`,
    emailWillBeSent: (address) => `Ein 6-stelliger Code wird per E-Mail an ${address} gesendet.`,
    emailSent: (address) =>
      `Wir haben einen 6-stelligen Code per E-Mail an ${address} gesendet. Er gilt 10 Minuten. Kommt er nicht an, sehen Sie im Spam-Ordner nach.`,
    codePending: 'Ein früher gesendeter Code gilt noch. Geben Sie ihn hier ein oder fordern Sie einen neuen an.',
    requestCode: 'Code anfordern',
    requestAnother: 'Code erneut anfordern',
    nextIn: (seconds) => `Einen neuen Code können Sie in ${seconds} anfordern.`,
    haveCode: 'Haben Sie schon einen Code?',
    wrongNumber: 'Nummer falsch? Absender benachrichtigen',
    wrongNumberSent: (sender) =>
      `Wir haben ${sender} mitgeteilt, dass die Nummer nicht stimmt. Sobald sie geändert ist, erhalten Sie eine neue E-Mail.`,
    wrongNumberQuestion: (sender) =>
      `Soll ${sender} erfahren, dass dies nicht Ihre Nummer ist? Von hier aus kann der Code an keine andere gesendet werden, und die Mitteilung lässt sich nicht zurücknehmen.`,
    wrongNumberConfirm: 'Absender benachrichtigen',
    wrongNumberCancel: 'Abbrechen',
    haveCodeIntro: 'Geben Sie den Code ein, der Ihnen gesendet wurde.',
    code: 'Code',
    codeHint: 'Die 6 Ziffern aus der Nachricht',
    codeIncomplete: 'Der Code hat 6 Ziffern. Bitte prüfen Sie Ihre Eingabe.',
    accessIntro: (sender) => `Diese Nachricht öffnet sich mit dem Zugangscode, den Sie mit ${sender} vereinbart haben.`,
    accessCode: 'Zugangscode',
    accessHint: 'Großbuchstaben und Leerzeichen spielen keine Rolle.',
    accessEmpty: 'Bitte geben Sie den Zugangscode ein.',
    accessForgotten: (sender) => `Vergessen? Rufen Sie ${sender} an. Der Code kann hier nicht nachgesehen werden.`,
    passwordIntro: (sender) =>
      `Diese Nachricht öffnet sich mit dem Passwort für die verschlüsselten Dateien, das Sie per SMS oder von ${sender} erhalten haben.`,
    password: 'Passwort',
    passwordHint: 'Vier Gruppen zu vier Zeichen: abcd-efgh-… Die Bindestriche können Sie weglassen.',
    passwordEmpty: 'Bitte geben Sie das Passwort ein.',
    passwordWrong:
      'Dieses Passwort ist falsch. Bitte vergleichen Sie Zeichen für Zeichen, oder rufen Sie den Absender an.',
    passwordMissing: (sender) => `Kein Passwort? Rufen Sie ${sender} an. Es kann hier nicht nachgesehen werden.`,
    stretching: 'Der Zugangscode wird geprüft …',
    stretchingPassword: 'Das Passwort wird geprüft …',
    trusted: 'Diesem Gerät wird vertraut, Sie brauchen daher keinen Code.',
    trustDevice: 'Diesem Gerät 30 Tage lang vertrauen',
    trustHint:
      'Auf diesem Gerät wird dann kein Code verlangt. Wählen Sie das nur auf einem Gerät, das sonst niemand benutzt.',
    open: 'Nachricht öffnen',
  },
  why: {
    sms: 'Warum brauche ich einen Code per SMS, um meine Nachricht zu öffnen?',
    smsText:
      'Wer an die E-Mail gelangt, könnte ihren Link öffnen. Der Code geht nur an Ihr Telefon. So öffnet sich die Nachricht nur für die Person, die beides hat: Sie.',
    password: 'Warum brauche ich ein Passwort, um meine Nachricht zu öffnen?',
    passwordText:
      'Wer an die E-Mail gelangt, könnte ihren Link öffnen. Das Passwort stand nicht in dieser E-Mail. So öffnet sich die Nachricht nur für die Person, die beides hat: Sie.',
    access: 'Warum brauche ich einen Zugangscode, um meine Nachricht zu öffnen?',
    accessText:
      'Wer an die E-Mail gelangt, könnte ihren Link öffnen. Den Zugangscode kennen nur Sie und der Absender. Er ist Teil des Schlüssels: Ohne ihn kann niemand die Nachricht öffnen, auch wir nicht.',
    email: 'Warum brauche ich einen Code per E-\u2060Mail, um meine Nachricht zu öffnen?',
    emailText:
      'Der Code zeigt, dass Sie dieses Postfach gerade lesen können. Das schützt die Nachricht, wenn die E-Mail mit dem Link weitergeleitet oder irgendwo aufbewahrt wurde.',
    noSideEffect: 'Bis Sie die Schaltfläche drücken, wird nichts gesendet und nichts verbraucht.',
  },
  message: {
    loading: 'Ihre Nachricht wird geladen und entschlüsselt …',
    preparing: 'Die Nachricht wird vorbereitet …',
    again: 'Noch einmal versuchen',
    unreadable:
      'Diese Nachricht kann hier nicht angezeigt werden. Sie können sie als Datei speichern und in einem Mailprogramm öffnen.',
    downloadEml: 'Als EML herunterladen',
    keepNotice: (day) =>
      `Sie können diese Nachricht hier bis zum Ende des ${day} öffnen. Laden Sie herunter, was Sie behalten möchten.`,
    leave: 'Seite sperren',
    forget: 'Diesem Gerät nicht mehr vertrauen',
    forgotten: 'Diesem Gerät wird nicht mehr vertraut. Beim nächsten Mal brauchen Sie wieder einen Code.',
  },
  reply: {
    reply: 'Antworten',
    heading: (sender) => `Antwort an ${sender}`,
    intro: 'Ihre Antwort wird in diesem Browser verschlüsselt. Nur der Absender kann sie lesen.',
    text: 'Ihre Nachricht',
    textEmpty: 'Bitte schreiben Sie etwas oder hängen Sie eine Datei an.',
    attach: 'Dateien anhängen',
    dropHere: 'Sie können Dateien auch hierher ziehen.',
    limit: (size) => `Insgesamt bis zu ${size}.`,
    tooLarge: (size) => `Diese Dateien sind zu groß. Zusammen sind bis zu ${size} möglich.`,
    attached: 'Angehängte Dateien',
    remove: (name) => `${name} entfernen`,
    added: (count) => (count === 1 ? '1 Datei hinzugefügt.' : `${count} Dateien hinzugefügt.`),
    removed: (name) => `${name} entfernt.`,
    send: 'Antwort senden',
    cancel: 'Abbrechen',
    encrypting: 'Ihre Antwort wird verschlüsselt …',
    sending: 'Ihre Antwort wird gesendet …',
    failed: 'Ihre Antwort wurde nicht gesendet. Es ist nichts verloren: Sie steht noch hier.',
    sent: (sender) => `Ihre Antwort wurde verschlüsselt an ${sender} gesendet.`,
    again: 'Weitere Antwort schreiben',
  },
  answers: {
    heading: 'Ihre Antworten',
    sentAt: (moment) => `Antwort, gesendet am ${moment}`,
    loading: 'Ihre Antwort wird entschlüsselt …',
  },
  broken: {
    headings: {
      missing: 'Dieser Link ist unvollständig',
      damaged: 'Dieser Link ist beschädigt',
      unknown: 'Diesen Link kennen wir nicht',
      'no-link': 'Hier ist keine Nachricht',
    },
    missing:
      'Ein Teil des Links ist unterwegs verloren gegangen. Das passiert, wenn ein Mailprogramm Links verändert oder nur ein Teil kopiert wurde.',
    damaged: 'Ein Teil des Links wurde unterwegs verändert oder abgeschnitten.',
    unknown:
      'Vielleicht wurde er unterwegs verändert, oder er gehört zu einer Nachricht, die hier nicht mehr aufbewahrt wird.',
    noLink: 'Diese Adresse führt zu keiner Nachricht.',
    advice:
      'Gehen Sie zurück zur E-Mail und drücken Sie dort noch einmal die Schaltfläche, oder kopieren Sie den ganzen Link in die Adresszeile.',
    call: 'Hilft das nicht, rufen Sie bitte den Absender an. Er kann Ihnen einen neuen Link senden.',
  },
  closed: {
    expired: 'Diese Nachricht ist abgelaufen',
    expiredText: (day) =>
      `Sie konnte bis zum Ende des ${day} geöffnet werden. Danach wurde der Schlüssel dieses Links vernichtet; mit ihm kann sie niemand mehr öffnen.`,
    replaced: 'Dieser Link wurde ersetzt',
    replacedText: (moment) =>
      `Der Absender hat Ihnen am ${moment} einen neueren Link gesendet. Bitte suchen Sie die spätere E-Mail und öffnen Sie die Nachricht von dort.`,
    lost: 'Dieser Link öffnet die Nachricht nicht mehr',
    lostText:
      'Der Server des Absenders wurde aus einer Sicherung wiederhergestellt; der Schlüssel dieses Links ist darin nicht enthalten. Die Nachricht selbst ist noch da: Der Absender kann Ihnen einen neuen Link senden.',
    askForLink: 'Absender um einen neuen Link bitten',
    askAgain: 'Absender bitten, sie erneut zu senden',
    asked: 'Der Absender erfährt es per E-Mail, höchstens einmal am Tag. Wenn es eilt, rufen Sie bitte an.',
    revoked: 'Diese Nachricht wurde zurückgezogen',
    revokedText: (moment) => `Der Absender hat sie am ${moment} zurückgezogen. Sie kann nicht mehr geöffnet werden.`,
    locked: 'Diese Nachricht ist gesperrt',
    lockedText:
      'Es wurde zu oft ein falscher Code eingegeben. Der Absender wurde benachrichtigt und kann sie entsperren; dann funktioniert der Link in Ihrer E-Mail wieder.',
    contact: (sender) => `Bitte wenden Sie sich an ${sender}, wenn Sie sie noch brauchen.`,
    contactLocked: (sender) => `Wenn es eilt, rufen Sie ${sender} an.`,
    sender: 'Absender',
  },
  left: {
    heading: 'Ihre Nachricht ist wieder gesperrt',
    leftText:
      'Auf dieser Seite ist nichts mehr davon. Um sie noch einmal zu lesen, drücken Sie die Schaltfläche in der E-Mail.',
    idleText: 'Die Seite wurde eine halbe Stunde lang nicht benutzt. Zu Ihrer Sicherheit haben wir sie gesperrt.',
    openAgain: 'Wieder öffnen',
  },
  trouble: {
    heading: 'Das hat nicht geklappt',
    again: 'Noch einmal versuchen',
  },
  problems: {
    'code-wrong': 'Dieser Code ist falsch oder gilt nicht mehr. Bitte prüfen Sie ihn oder fordern Sie einen neuen an.',
    'access-code-wrong':
      'Dieser Zugangscode ist falsch. Bitte vergleichen Sie Zeichen für Zeichen, oder rufen Sie den Absender an.',
    'too-many-codes':
      'Es wurden schon mehrere Codes gesendet. Verwenden Sie den neuesten, oder warten Sie eine Viertelstunde, bevor Sie einen weiteren anfordern.',
    'too-many': 'Zu viele Versuche in kurzer Zeit. Bitte warten Sie eine Minute und versuchen Sie es noch einmal.',
    offline:
      'Der Server ist nicht erreichbar. Bitte prüfen Sie Ihre Internetverbindung und versuchen Sie es noch einmal.',
    'session-ended': 'Ihre Sitzung ist beendet. Bitte bestätigen Sie noch einmal, dass Sie es sind.',
    'too-large':
      'Das ist größer, als der Server annimmt. Bitte entfernen Sie eine Datei und versuchen Sie es noch einmal.',
    unopenable:
      'Die Nachricht kann nicht entschlüsselt werden. Vielleicht ist der Link beschädigt: Öffnen Sie ihn noch einmal aus der E-Mail, oder bitten Sie den Absender um einen neuen.',
    'key-unverified':
      'Zurzeit kann von hier keine Antwort gesendet werden: Der Schlüssel des Absenders ließ sich nicht prüfen, jemand anderes könnte sie lesen. Bitte rufen Sie den Absender an.',
    'stretch-failed':
      'Dieser Browser konnte den Zugangscode nicht prüfen. Bitte schließen Sie andere Tabs, oder verwenden Sie eine aktuelle Version von Chrome, Edge, Firefox oder Safari.',
    failed: 'Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es gleich noch einmal.',
  },
}

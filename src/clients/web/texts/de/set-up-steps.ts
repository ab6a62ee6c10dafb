import type { Program, ProgramTexts } from '../../set-up/program.ts'

const enterOutgoing = 'Tragen Sie diese Werte ein:'

/** Names of menus are quoted as the program shows them in German. */
export const programSteps: Readonly<Record<Program, ProgramTexts>> = {
  thunderbird: {
    title: 'Thunderbird',
    hint: 'Windows, Mac, Linux',
    warning: null,
    existing: [
      'Klicken Sie oben rechts auf das Menü ≡, dann auf „Konten-Einstellungen“.',
      'Klicken Sie links ganz unten auf „Postausgangs-Server“, dann auf „Hinzufügen“.',
      ['Tragen Sie diese Werte ein. Als Authentifizierungsmethode nehmen Sie „Passwort, normal“:', 'outgoing'],
      'Klicken Sie links auf Ihr Konto. Wählen Sie rechts unten als „Postausgangs-Server“ den neuen.',
      'Beim ersten Senden fragt Thunderbird nach einem Passwort: Fügen Sie das aus Schritt 1 ein und lassen Sie es speichern.',
    ],
    fresh: [
      'Klicken Sie oben rechts auf das Menü ≡, dann auf „Neues Konto“ und „E-Mail“.',
      ['Geben Sie Ihren Namen, Ihre Adresse und das Passwort Ihres Postfachs ein:', 'address'],
      'Klicken Sie auf „Weiter“. Thunderbird findet beide Server von selbst.',
      ['Wenn nicht, wählen Sie „Manuell einrichten“ und vergleichen Sie. Eingang:', 'incoming'],
      ['Ausgang:', 'outgoing'],
      'Beim ersten Senden fragt Thunderbird nach einem Passwort: Fügen Sie das aus Schritt 1 ein und lassen Sie es speichern.',
    ],
  },
  'outlook-classic': {
    title: 'Outlook (klassisch) für Windows',
    hint: 'Hat oben links „Datei“',
    warning:
      'Ein Postfach bei Exchange oder Microsoft 365 kann keinen anderen Postausgangsserver bekommen. Fragen Sie Ihren Administrator: Der Mailserver kann Mails für alle an Sealpost übergeben.',
    existing: [
      'Klicken Sie auf „Datei“, dann „Kontoeinstellungen“ und „Servereinstellungen“. In älteren Versionen: „Kontoeinstellungen“, Ihr Konto, „Ändern“, „Weitere Einstellungen“.',
      'Öffnen Sie „Ausgehende E-Mail“.',
      ['Tragen Sie diese Werte ein, mit der Verschlüsselung von hier:', 'outgoing'],
      'Haken Sie „Mein Postausgangsserver (SMTP) erfordert Authentifizierung“ an und wählen Sie „Anmelden mit“.',
      'Tragen Sie Ihren Benutzernamen und das Passwort aus Schritt 1 ein. „Gesicherte Kennwortauthentifizierung“ bleibt aus.',
      'Klicken Sie auf „Weiter“, dann auf „Fertig“.',
    ],
    fresh: [
      ['Klicken Sie auf „Datei“, dann „Konto hinzufügen“. Geben Sie Ihre Adresse ein:', 'address'],
      'Öffnen Sie „Erweiterte Optionen“, haken Sie „Ich möchte mein Konto manuell einrichten“ an, klicken Sie auf „Verbinden“ und wählen Sie IMAP oder POP.',
      ['Eingehende E-Mail:', 'incoming'],
      ['Ausgehende E-Mail:', 'outgoing'],
      'Geben Sie das Passwort Ihres Postfachs ein. Wird das Senden jetzt abgelehnt, ist das richtig: Machen Sie weiter.',
      'Klicken Sie auf „Datei“, „Kontoeinstellungen“, „Servereinstellungen“, „Ausgehende E-Mail“: Wählen Sie „Anmelden mit“, mit Ihrem Benutzernamen und dem Passwort aus Schritt 1.',
    ],
  },
  'outlook-new': {
    title: 'Neues Outlook für Windows',
    hint: 'Ohne „Datei“ oben links',
    warning:
      'Das neue Outlook bewahrt Ihre Mails und Passwörter bei Microsoft auf und sendet von dort. Nehmen Sie für vertrauliche Mails das klassische Outlook (oben rechts „Neues Outlook“ ausschalten), Thunderbird oder diese Webseite.',
    existing: [
      'Die Server eines Kontos lassen sich nicht ändern. Öffnen Sie „Einstellungen“ ⚙, „Konten“, „Ihre Konten“ und entfernen Sie das Konto. Ihre Mails bleiben bei Ihrem Anbieter.',
      ['Klicken Sie auf „Konto hinzufügen“ und geben Sie Ihre Adresse ein:', 'address'],
      'Wählen Sie IMAP, geben Sie das Passwort Ihres Postfachs ein und öffnen Sie „Mehr anzeigen“.',
      ['Der Eingang bleibt, wie Ihr Anbieter ihn nennt. Bei SMTP tragen Sie ein:', 'outgoing'],
      'Als SMTP-Kennwort nehmen Sie das Passwort aus Schritt 1.',
    ],
    fresh: null,
  },
  'outlook-mac': {
    title: 'Outlook für Mac',
    hint: 'macOS',
    warning:
      'Outlook für Mac kann ein Postfach zu Microsoft kopieren. Bietet es an, „mit der Microsoft Cloud zu synchronisieren“, lehnen Sie das für vertrauliche Mails ab.',
    existing: [
      'Klicken Sie in der Menüleiste auf „Outlook“, dann „Einstellungen“ und „Konten“. In älteren Versionen: „Extras“, „Konten“.',
      'Klicken Sie links auf Ihr Konto.',
      [
        'Tragen Sie bei „Postausgangsserver“ diese Werte ein. Haken Sie „Standardport außer Kraft setzen“ und „SSL zum Herstellen der Verbindung verwenden“ an:',
        'outgoing',
      ],
      'Klicken Sie auf „Weitere Optionen“. Wählen Sie bei „Authentifizierung“ „Benutzername und Kennwort“.',
      'Tragen Sie Ihren Benutzernamen und das Passwort aus Schritt 1 ein und schließen Sie das Fenster.',
    ],
    fresh: null,
  },
  'apple-mac': {
    title: 'Mail auf dem Mac',
    hint: 'macOS',
    warning: null,
    existing: [
      'Klicken Sie in Mail in der Menüleiste auf „Mail“, dann „Einstellungen“ und „Accounts“.',
      'Klicken Sie auf Ihren Account, dann auf „Servereinstellungen“.',
      'Öffnen Sie beim Server für ausgehende E-Mails das Menü „Account“ und wählen Sie „SMTP-Serverliste bearbeiten“. Klicken Sie auf +.',
      [
        'Schalten Sie „Verbindungseinstellungen automatisch verwalten“ aus. Tragen Sie diese Werte ein; die Authentifizierung ist „Passwort“:',
        'outgoing',
      ],
      'Klicken Sie auf „OK“. Wählen Sie für Ihren Account den neuen Server und sichern Sie.',
    ],
    fresh: [
      ['Laden Sie dieses Profil:', 'profile'],
      'Öffnen Sie „Systemeinstellungen“, „Allgemein“, „Geräteverwaltung“. Vor macOS 15: „Datenschutz & Sicherheit“, „Profile“.',
      'Klicken Sie doppelt auf das Profil, dann auf „Installieren“.',
      'Sie werden nach zwei Passwörtern gefragt: zum Empfangen nach dem Ihres Postfachs, zum Senden nach dem aus Schritt 1.',
    ],
  },
  'apple-phone': {
    title: 'iPhone oder iPad',
    hint: 'Die App „Mail“',
    warning: null,
    existing: [
      'Öffnen Sie „Einstellungen“, „Apps“, „Mail“, „Mail-Accounts“. Vor iOS 18: „Einstellungen“, „Mail“, „Accounts“.',
      'Tippen Sie auf Ihren Account, dann auf die Zeile „Account“ mit Ihrer Adresse, dann auf „SMTP“.',
      ['Tippen Sie auf den Server unter „Primärer Server“ und tragen Sie statt der alten diese Werte ein:', 'outgoing'],
      'Als Passwort nehmen Sie das aus Schritt 1. Schalten Sie „SSL verwenden“ ein; die Authentifizierung ist „Passwort“. Tippen Sie auf „Fertig“.',
      'Schalten Sie alle anderen Server in dieser Liste aus: Sonst können Mails darüber hinausgehen, unversiegelt.',
    ],
    fresh: [
      [
        'Öffnen Sie diese Seite auf dem iPhone oder iPad, tippen Sie auf diesen Knopf und dann auf „Zulassen“:',
        'profile',
      ],
      'Öffnen Sie „Einstellungen“. Tippen Sie oben auf „Profil geladen“, oder auf „Allgemein“, „VPN und Geräteverwaltung“.',
      'Tippen Sie auf „Installieren“.',
      'Sie werden nach zwei Passwörtern gefragt: zum Empfangen nach dem Ihres Postfachs, zum Senden nach dem aus Schritt 1.',
    ],
  },
  gmail: {
    title: 'Gmail-App',
    hint: 'Android',
    warning:
      'Nur für ein Postfach Ihrer Praxis oder Firma, das in der App hinzugefügt wurde. Eine Adresse, die mit gmail.com endet, sendet immer über Google.',
    existing: [
      'Öffnen Sie oben links ≡, dann unten „Einstellungen“.',
      'Tippen Sie auf Ihr Konto, dann weiter unten auf „Einstellungen für ausgehende E-Mails“.',
      [enterOutgoing, 'outgoing'],
      'Schalten Sie „Anmeldung erforderlich“ ein. Als Passwort nehmen Sie das aus Schritt 1. Tippen Sie auf „Fertig“.',
    ],
    fresh: [
      'Tippen Sie oben rechts auf Ihr Bild, dann auf „Weiteres Konto hinzufügen“ und „Sonstige“.',
      ['Geben Sie Ihre Adresse ein, tippen Sie auf „Weiter“ und wählen Sie die Art:', 'address'],
      ['Geben Sie das Passwort Ihres Postfachs und für den Eingang diese Werte ein:', 'incoming'],
      ['Für den Ausgang, mit dem Passwort aus Schritt 1:', 'outgoing'],
    ],
  },
  'thunderbird-android': {
    title: 'Thunderbird oder K-9 Mail',
    hint: 'Android',
    warning: null,
    existing: [
      'Öffnen Sie oben links ≡, dann „Einstellungen“.',
      'Tippen Sie auf Ihr Konto, dann auf „E-Mails senden“ und „Postausgangsserver“.',
      ['Tragen Sie diese Werte ein; die Authentifizierung ist „Passwort, normal“:', 'outgoing'],
      'Als Passwort nehmen Sie das aus Schritt 1. Tippen Sie auf „Weiter“.',
    ],
    fresh: [
      ['Öffnen Sie die App, oder „Einstellungen“, „Konto hinzufügen“. Geben Sie Ihre Adresse ein:', 'address'],
      'Die App findet beide Server von selbst. Geben Sie das Passwort Ihres Postfachs ein.',
      ['Wenn nicht, wählen Sie „Konfiguration bearbeiten“. Eingang:', 'incoming'],
      ['Zum Senden geben Sie das Passwort aus Schritt 1 ein. Das sind die Werte:', 'outgoing'],
    ],
  },
  other: {
    title: 'Anderes Programm',
    hint: 'Alle, die über SMTP senden',
    warning: null,
    existing: [
      'Öffnen Sie die Einstellungen Ihres Kontos und suchen Sie „Postausgangsserver“ oder „SMTP“.',
      [enterOutgoing, 'outgoing'],
      'Die Authentifizierung ist „Passwort“ oder „plain“, immer mit Verschlüsselung. Als Passwort nehmen Sie das aus Schritt 1.',
    ],
    fresh: [
      ['Fügen Sie ein Konto hinzu und geben Sie die Server selbst ein. Eingang:', 'incoming'],
      ['Ausgang:', 'outgoing'],
      'Die Authentifizierung ist „Passwort“ oder „plain“, immer mit Verschlüsselung. Zum Senden nehmen Sie das Passwort aus Schritt 1.',
    ],
  },
}

import type { Program, ProgramTexts } from '../../set-up/program.ts'

const enterOutgoing = 'Enter these values:'

/** Names of menus are quoted as the program shows them in English. */
export const programSteps: Readonly<Record<Program, ProgramTexts>> = {
  thunderbird: {
    title: 'Thunderbird',
    hint: 'Windows, Mac, Linux',
    warning: null,
    existing: [
      'Click the menu ≡ at the top right, then “Account Settings”.',
      'At the bottom of the list on the left, click “Outgoing Server”, then “Add”.',
      ['Enter these values. Take “Normal password” as authentication method:', 'outgoing'],
      'Click your account on the left. At the bottom right, choose the new server as “Outgoing Server”.',
      'At the first sending Thunderbird asks for a password: paste the one from step 1 and let it be remembered.',
    ],
    fresh: [
      'Click the menu ≡ at the top right, then “New Account” and “Email”.',
      ['Enter your name, your address, and the password of your mailbox:', 'address'],
      'Click “Continue”. Thunderbird finds both servers by itself.',
      ['If it does not, choose “Configure manually” and compare. Incoming:', 'incoming'],
      ['Outgoing:', 'outgoing'],
      'At the first sending Thunderbird asks for a password: paste the one from step 1 and let it be remembered.',
    ],
  },
  'outlook-classic': {
    title: 'Outlook (classic) for Windows',
    hint: 'Has “File” at the top left',
    warning:
      'An Exchange or Microsoft 365 mailbox cannot be given another outgoing server. Ask your administrator: the mail server can hand mails to Sealpost for everybody.',
    existing: [
      'Click “File”, then “Account Settings” and “Server Settings”. In older versions: “Account Settings”, your account, “Change”, “More Settings”.',
      'Open “Outgoing mail”.',
      ['Enter these values, with the encryption given here:', 'outgoing'],
      'Tick “My outgoing (SMTP) server requires authentication” and choose “Log on using”.',
      'Enter your user name and the password from step 1. Leave “Secure Password Authentication” off.',
      'Click “Next”, then “Done”.',
    ],
    fresh: [
      ['Click “File”, then “Add Account”. Enter your address:', 'address'],
      'Open “Advanced options”, tick “Let me set up my account manually”, click “Connect”, and choose IMAP or POP.',
      ['Incoming mail:', 'incoming'],
      ['Outgoing mail:', 'outgoing'],
      'Enter the password of your mailbox. If sending is refused now, that is right: go on.',
      'Click “File”, “Account Settings”, “Server Settings”, “Outgoing mail”: choose “Log on using”, with your user name and the password from step 1.',
    ],
  },
  'outlook-new': {
    title: 'New Outlook for Windows',
    hint: 'Without “File” at the top left',
    warning:
      'The new Outlook keeps your mails and passwords with Microsoft and sends from there. For confidential mails use classic Outlook (switch “New Outlook” off at the top right), Thunderbird, or this web page.',
    existing: [
      'Servers of an account cannot be changed. Open “Settings” ⚙, “Accounts”, “Your accounts”, and remove the account. Your mails stay with your provider.',
      ['Click “Add account” and enter your address:', 'address'],
      'Choose IMAP, enter the password of your mailbox, and open “Show more”.',
      ['Incoming stays as your provider says. For SMTP enter:', 'outgoing'],
      'As SMTP password take the one from step 1.',
    ],
    fresh: null,
  },
  'outlook-mac': {
    title: 'Outlook for Mac',
    hint: 'macOS',
    warning:
      'Outlook for Mac may copy a mailbox to Microsoft. When it offers to “sync with the Microsoft Cloud”, decline for confidential mails.',
    existing: [
      'Click “Outlook” in the menu bar, then “Settings” and “Accounts”. In older versions: “Tools”, “Accounts”.',
      'Click your account on the left.',
      ['At “Outgoing server” enter these values. Tick “Override default port” and “Use SSL to connect”:', 'outgoing'],
      'Click “More Options”. At “Authentication” choose “User Name and Password”.',
      'Enter your user name and the password from step 1, and close the window.',
    ],
    fresh: null,
  },
  'apple-mac': {
    title: 'Mail on the Mac',
    hint: 'macOS',
    warning: null,
    existing: [
      'In Mail, click “Mail” in the menu bar, then “Settings” and “Accounts”.',
      'Click your account, then “Server Settings”.',
      'At “Outgoing Mail Server”, open the menu “Account” and choose “Edit SMTP Server List”. Click +.',
      [
        'Switch “Automatically manage connection settings” off. Enter these values; authentication is “Password”:',
        'outgoing',
      ],
      'Click “OK”. Choose the new server for your account, and save.',
    ],
    fresh: [
      ['Load this profile:', 'profile'],
      'Open “System Settings”, “General”, “Device Management”. Before macOS 15: “Privacy & Security”, “Profiles”.',
      'Double-click the profile and click “Install”.',
      'You are asked for two passwords: for receiving that of your mailbox, for sending the one from step 1.',
    ],
  },
  'apple-phone': {
    title: 'iPhone or iPad',
    hint: 'The app “Mail”',
    warning: null,
    existing: [
      'Open “Settings”, “Apps”, “Mail”, “Mail Accounts”. Before iOS 18: “Settings”, “Mail”, “Accounts”.',
      'Tap your account, then the line “Account” with your address, then “SMTP”.',
      ['Tap the server under “Primary Server” and put these values in place of the old ones:', 'outgoing'],
      'As password take the one from step 1. Switch “Use SSL” on; authentication is “Password”. Tap “Done”.',
      'Switch all other servers in this list off: otherwise mails may leave through them, unsealed.',
    ],
    fresh: [
      ['Open this page on the iPhone or iPad, tap this button and then “Allow”:', 'profile'],
      'Open “Settings”. Tap “Profile Downloaded” at the top, or “General”, “VPN & Device Management”.',
      'Tap “Install”.',
      'You are asked for two passwords: for receiving that of your mailbox, for sending the one from step 1.',
    ],
  },
  gmail: {
    title: 'Gmail app',
    hint: 'Android',
    warning:
      'Only for a mailbox of your practice or firm that was added to the app. An address that ends with gmail.com always sends through Google.',
    existing: [
      'Open ≡ at the top left, then “Settings” at the bottom.',
      'Tap your account, then “Outgoing settings” further down.',
      [enterOutgoing, 'outgoing'],
      'Switch “Require sign-in” on. As password take the one from step 1. Tap “Done”.',
    ],
    fresh: [
      'Tap your picture at the top right, then “Add another account” and “Other”.',
      ['Enter your address, tap “Next”, and choose the type:', 'address'],
      ['Enter the password of your mailbox and these values for incoming mail:', 'incoming'],
      ['For outgoing mail, with the password from step 1:', 'outgoing'],
    ],
  },
  'thunderbird-android': {
    title: 'Thunderbird or K-9 Mail',
    hint: 'Android',
    warning: null,
    existing: [
      'Open ≡ at the top left, then “Settings”.',
      'Tap your account, then “Sending mail” and “Outgoing server”.',
      ['Enter these values; authentication is “Normal password”:', 'outgoing'],
      'As password take the one from step 1. Tap “Next”.',
    ],
    fresh: [
      ['Open the app, or “Settings”, “Add account”. Enter your address:', 'address'],
      'The app finds both servers by itself. Enter the password of your mailbox.',
      ['If it does not, choose “Edit configuration”. Incoming:', 'incoming'],
      ['For sending, enter the password from step 1. These are the values:', 'outgoing'],
    ],
  },
  other: {
    title: 'Another program',
    hint: 'All that can send through SMTP',
    warning: null,
    existing: [
      'Open the settings of your account and look for “Outgoing server” or “SMTP”.',
      [enterOutgoing, 'outgoing'],
      'Authentication is “password” or “plain”, always with encryption. As password take the one from step 1.',
    ],
    fresh: [
      ['Add an account and choose to enter the servers yourself. Incoming:', 'incoming'],
      ['Outgoing:', 'outgoing'],
      'Authentication is “password” or “plain”, always with encryption. For sending take the password from step 1.',
    ],
  },
}

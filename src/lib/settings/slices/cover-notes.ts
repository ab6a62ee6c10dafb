/** What a mail with encrypted files says to its recipient beside how to open them, for each profession. */
export const coverNotes = {
  german: {
    doctors:
      'Diese Nachricht unterliegt der ärztlichen Schweigepflicht und ist deshalb verschlüsselt. Bitte antworten Sie über die geschützte Seite und nicht mit einer gewöhnlichen E-Mail, wenn es um Ihre Gesundheit geht. Wir lesen Nachrichten während der Sprechzeiten. Wenn es eilt, rufen Sie uns bitte an; im Notfall wählen Sie 112.',
    lawyers:
      'Diese Nachricht unterliegt der anwaltlichen Verschwiegenheit und ist deshalb verschlüsselt. Bitte antworten Sie über die geschützte Seite, damit auch Ihre Antwort vertraulich bleibt. Wenn eine Frist läuft, rufen Sie uns bitte zusätzlich an. Ist die Nachricht nicht für Sie bestimmt, öffnen Sie sie bitte nicht und geben Sie uns Bescheid.',
    'tax-advisers':
      'Diese Nachricht unterliegt der Verschwiegenheit der Steuerberater und ist deshalb verschlüsselt. Bitte speichern Sie die Unterlagen in Ihrer Ablage: Der Link auf die geschützte Seite gilt nur für begrenzte Zeit. Bewahren Sie das Passwort getrennt von den Dateien auf. Belege schicken Sie uns am besten über die geschützte Seite.',
    agencies:
      'Diese Nachricht ist verschlüsselt, weil sie nur für Sie bestimmt ist. Enthält sie Zugangsdaten, übernehmen Sie diese bitte bald in Ihren Passwortspeicher und leiten Sie sie nicht weiter: Der Link auf die geschützte Seite gilt nur für begrenzte Zeit.',
    schools:
      'Diese Nachricht der Schule kann persönliche Angaben über Ihr Kind oder über Sie enthalten und ist deshalb verschlüsselt. Sie brauchen dafür weder ein Programm noch ein Konto. Bitte antworten Sie über die geschützte Seite. Wenn Sie Hilfe beim Öffnen brauchen, rufen Sie das Sekretariat an.',
    'private-persons':
      'Diese Nachricht ist verschlüsselt, damit nur Sie sie lesen können. Das Passwort erhalten Sie auf einem anderen Weg. Wenn Sie nicht sicher sind, ob die Nachricht echt ist, fragen Sie bitte beim Absender nach, zum Beispiel am Telefon.',
  },
  english: {
    doctors:
      'This message is covered by medical confidentiality and is therefore encrypted. Please answer through the protected page and not by ordinary mail when it is about your health. We read messages during surgery hours. If it is urgent, please call us; in an emergency dial 112.',
    lawyers:
      'This message is covered by the professional secrecy of lawyers and is therefore encrypted. Please answer through the protected page, so that your answer stays confidential as well. If a time limit is running, please call us in addition. If the message is not meant for you, please do not open it and let us know.',
    'tax-advisers':
      'This message is covered by the professional secrecy of tax advisers and is therefore encrypted. Please save the documents in your own files: the link to the protected page is valid for a limited time only. Keep the password apart from the files. The best way to send us documents is the protected page.',
    agencies:
      'This message is encrypted because it is meant for you alone. If it holds access data, please move them to your password store soon and do not forward them: the link to the protected page is valid for a limited time only.',
    schools:
      'This message from the school may hold personal details about your child or about you and is therefore encrypted. You need neither a program nor an account for it. Please answer through the protected page. If you need help with opening it, call the school office.',
    'private-persons':
      'This message is encrypted so that only you can read it. You receive the password in another way. If you are not sure whether the message is genuine, please ask the sender, for example on the phone.',
  },
}

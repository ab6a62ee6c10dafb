/** Who is in the demo. Everything here is invented: reserved domains, and a number that is kept for films. */
export const practice = {
  name: 'Praxis Dr. Ada Beispiel',
  domain: 'praxis.example',
  colour: '#0f6b63',
} as const

export const doctor = {
  address: 'doctor@praxis.example',
  name: 'Dr. Ada Beispiel',
  password: 'demo-doctor-2026',
  isAdmin: true,
} as const

export const receptionist = {
  address: 'reception@praxis.example',
  name: 'Rita Empfang',
  password: 'demo-reception-2026',
  isAdmin: false,
} as const

export const patients = [
  { name: 'Erika Muster', address: 'erika.muster@mail.example', check: 'sms', detail: '+49 171 3920012' },
  { name: 'Kurt Kirsch', address: 'kurt.kirsch@mail.example', check: 'access-code', detail: 'Kirschbaum 17' },
  { name: 'Nora Neu', address: 'nora.neu@mail.example', check: 'none', detail: null },
] as const

/** Goes along with every mail of the form, so that there is an attachment to look at. */
export const enclosure = {
  name: 'Laborwerte.csv',
  mediaType: 'text/csv',
  content: [
    'Wert;Ergebnis;Einheit;Referenz',
    'Leukozyten;6,1;Tsd/µl;4,0–10,0',
    'Hämoglobin;13,9;g/dl;12,0–16,0',
    'Glukose (nüchtern);88;mg/dl;70–99',
    'TSH;1,7;mU/l;0,4–4,0',
    '',
  ].join('\r\n'),
} as const

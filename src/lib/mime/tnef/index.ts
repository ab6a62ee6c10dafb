export { DamagedTnefError } from './byte-reader.ts'
export { openTnef, readTnef, type TnefFile, type TnefMessage } from './read-tnef.ts'

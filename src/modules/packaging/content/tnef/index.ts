export { DamagedTnefError } from './byte-reader.ts'
export { readTnef, type TnefFile, type TnefMessage } from './read-tnef.ts'

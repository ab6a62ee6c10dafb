import { concatBytes, type Bytes } from '../bytes/index.ts'
import { keyBytes } from './hkdf.ts'
import { linkSecretBytes, type LinkSecret } from './link-secret.ts'

/** The three shares of a split key and what they are for. All are needed; each alone says nothing about the key. */
export interface SplitKeyShares {
  /** `L`, from the link. */
  readonly link: LinkSecret
  /** `S`, 32 random bytes that the server releases after its check and destroys on revocation. */
  readonly serverShare: Uint8Array
  /** `A`, 32 bytes from the access code; empty where the check is an SMS or an e-mail. */
  readonly accessKey: Uint8Array
  /** Names the copy that is opened; bound into key and envelope. */
  readonly context: string
}

/** `L ‖ S ‖ A`, each preceded by its length in one byte, so that no two triples give the same bytes. */
export const joinShares = ({ link, serverShare, accessKey }: SplitKeyShares): Bytes => {
  const isComplete =
    link.length === linkSecretBytes &&
    serverShare.length === keyBytes &&
    (accessKey.length === 0 || accessKey.length === keyBytes)
  if (!isComplete) throw new RangeError('a share has the wrong length')
  return concatBytes(
    Uint8Array.of(link.length),
    link,
    Uint8Array.of(serverShare.length),
    serverShare,
    Uint8Array.of(accessKey.length),
    accessKey,
  )
}

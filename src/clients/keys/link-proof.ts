import { encodeBase64Url } from '../../lib/bytes/index.ts'
import { deriveLinkProof, type LinkSecret } from '../../lib/split-key/index.ts'

/** What the page shows the server to prove that it holds the link's secret. */
export const linkProof = async (link: LinkSecret): Promise<string> => encodeBase64Url(await deriveLinkProof(link))

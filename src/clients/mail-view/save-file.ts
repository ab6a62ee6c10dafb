import { gatherBlob } from '../keys/gather-blob.ts'
import { openAttachment, type MailAttachment } from './parsed-mail.ts'

/** From this size on the browser is asked to write to disk directly, where it can. */
const streamFromBytes = 64 * 1024 * 1024

export interface SavedFile {
  readonly name: string
  readonly sizeBytes: number
  readonly open: () => Promise<ReadableStream<Uint8Array>>
}

/**
 * Saves a file under its name. Large files go straight to a place that the reader picks (File System Access, Chromium);
 * elsewhere they are gathered in a Blob piece by piece, which browsers move to disk when memory is short. Resolves false
 * when the reader changed their mind.
 */
export async function saveFile(file: SavedFile): Promise<boolean> {
  if (file.sizeBytes < streamFromBytes || !('showSaveFilePicker' in globalThis)) {
    saveBlob(file.name, await gatherBlob(await file.open()))
    return true
  }
  const target = await pickTarget(file.name)
  if (target === null) return false
  // A stream that breaks off aborts the file, so that half a file is never taken for a whole one.
  await (await file.open()).pipeTo(target)
  return true
}

export const saveAttachment = (attachment: MailAttachment): Promise<boolean> =>
  saveFile({ name: attachment.name, sizeBytes: attachment.sizeBytes, open: () => openAttachment(attachment) })

/** The type is always that of plain bytes: a browser must never open what a stranger sent as a page of this address. */
export function saveBlob(name: string, content: Blob): void {
  const address = URL.createObjectURL(content.slice(0, content.size, 'application/octet-stream'))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has to have begun; a minute is ample and costs nothing.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** Not in the DOM library yet: https://wicg.github.io/file-system-access/ */
interface SavePicker {
  showSaveFilePicker(options: { readonly suggestedName: string }): Promise<FileSystemFileHandle>
}

const hasSavePicker = (scope: object): scope is SavePicker => 'showSaveFilePicker' in scope

async function pickTarget(name: string): Promise<WritableStream<Uint8Array> | null> {
  const scope: object = globalThis
  if (!hasSavePicker(scope)) return null
  try {
    const handle = await scope.showSaveFilePicker({ suggestedName: name })
    return await handle.createWritable()
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') return null
    throw cause
  }
}

/** UTF-16BE as hexadecimal digits. */
export function utf16(value: string): string {
  let digits = ''
  for (let index = 0; index < value.length; index += 1) digits += value.charCodeAt(index).toString(16).padStart(4, '0')
  return digits
}

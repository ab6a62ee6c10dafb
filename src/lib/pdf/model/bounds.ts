/** How much of a hostile message is taken. Everything beyond is left out: the complete original is in message.eml. */
export const bounds = {
  pages: 500,
  /** Characters of text laid out; more would not fit on that many pages. */
  characters: 4_000_000,
  titleCharacters: 500,
  elements: 200_000,
  openElements: 256,
  openFormatting: 64,
  containers: 40,
  /** Tables in tables: so many are read, so many laid out as such. */
  tablesParsed: 24,
  tablesLaidOut: 5,
  attributeCharacters: 4_096,
  columns: 40,
  linkAddresses: 200,
  linkCharacters: 1_500,
  /** Longest piece of text without a place to break. */
  wordCharacters: 200,
  images: 300,
  imageBytes: 40 * 1024 * 1024,
  imageSide: 20_000,
  pixelsPerImage: 20_000_000,
  pixels: 40_000_000,
  /** A JPEG is not decoded here: a photo of a good camera passes. */
  jpegPixels: 100_000_000,
} as const

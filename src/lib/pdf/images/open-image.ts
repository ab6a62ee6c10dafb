/** An image checked and ready to be put into a PDF; one object per image, however often it is shown. */
export interface OpenImage {
  /** Pixels as they are shown: turned by what the file says about its orientation. */
  readonly width: number
  readonly height: number
  /** Orientation of Exif, 1 to 8. */
  readonly orientation: number
  readonly colourSpace: 'DeviceGray' | 'DeviceRGB' | 'DeviceCMYK'
  readonly palette: Uint8Array | null
  readonly bitsPerComponent: number
  /** Stored columns and rows, before turning. */
  readonly columns: number
  readonly rows: number
  readonly data: Uint8Array
  readonly encoding: 'jpeg' | 'png-rows' | 'plain'
  /** CMYK of Adobe programs is stored upside down. */
  readonly isInverted: boolean
  /** Opacity per pixel, eight bits. */
  readonly opacity: Uint8Array | null
}

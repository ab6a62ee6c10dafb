import type { OpenImage } from './open-image.ts'

/** Colours of one byte each and the opacity of every point, as decoders give them. */
export interface PlainPoints extends Pick<OpenImage, 'columns' | 'rows' | 'data' | 'palette'> {
  readonly opacity: Uint8Array
}

export function plainImage({ opacity, ...points }: PlainPoints): OpenImage {
  return {
    ...points,
    width: points.columns,
    height: points.rows,
    orientation: 1,
    colourSpace: 'DeviceRGB',
    bitsPerComponent: 8,
    encoding: 'plain',
    isInverted: false,
    opacity: opacity.every((value) => value === 255) ? null : opacity,
  }
}

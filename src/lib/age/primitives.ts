/** What an encapsulation yields: `enc` travels in the stanza, `sharedSecret` never leaves the process. */
export interface Encapsulation {
  readonly enc: Uint8Array
  readonly sharedSecret: Uint8Array
}

/** A public key that was checked and made ready for use. */
export interface KemPublicKey {
  readonly bytes: Uint8Array
  /** Fresh randomness each time. `null` where the key allows no safe shared secret (X25519: a point of low order). */
  encapsulate(): Encapsulation | null
}

export interface KemPrivateKey {
  readonly publicKey: KemPublicKey
  /** `null` where the encapsulation is invalid (X25519: a shared secret of zeros). */
  decapsulate(enc: Uint8Array): Uint8Array | null
}

export interface Kem {
  /** `null` for bytes that are no public key. */
  publicKey(bytes: Uint8Array): KemPublicKey | null
  /** `seed`: 32 bytes. */
  privateKey(seed: Uint8Array): KemPrivateKey
}

export interface AeadKey {
  /** ChaCha20-Poly1305: writes ciphertext and tag over `target`, which is 16 bytes longer than `plain`. */
  sealInto(target: Uint8Array, nonce: Uint8Array, plain: Uint8Array): void
  /** The plaintext in a new buffer, 16 bytes shorter than `sealed`; `null` unless the tag is right. */
  open(nonce: Uint8Array, sealed: Uint8Array): Uint8Array | null
}

/** What every derivation is made of. */
export interface HmacPrimitive {
  hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array
}

/** All cryptography that this library needs, supplied by the platform. X-Wing is the KEM `mlkem768x25519`. */
export interface AgePrimitives extends HmacPrimitive {
  randomBytes(length: number): Uint8Array
  /** In constant time; both sides have the same length. */
  equal(left: Uint8Array, right: Uint8Array): boolean
  /** `key`: 32 bytes. */
  aeadKey(key: Uint8Array): AeadKey
  readonly x25519: Kem
  readonly mlkem768x25519: Kem
}

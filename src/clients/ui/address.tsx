import { Fragment } from 'react'
import styles from './address.module.css'

/** A mail address that breaks, where it has to, before its signs and never within a word. */
export function Address({ address }: { readonly address: string }) {
  return (
    <bdi>
      {address.split(/(?=[@.])/).map((piece, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the pieces of one address never change their order
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {piece}
        </Fragment>
      ))}
    </bdi>
  )
}

/** A sentence with an address in it. */
export function TextWithAddress({ text, address }: { readonly text: string; readonly address: string }) {
  const [before = '', after = ''] = text.split(address, 2)
  return (
    <>
      {before}
      <span className={styles.whole}>
        <Address address={address} />
      </span>
      {after}
    </>
  )
}

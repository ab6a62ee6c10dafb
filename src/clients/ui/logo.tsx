import styles from './logo.module.css'

/** An organisation's logo, which mostly holds its name. */
export function Logo({ url, name }: { readonly url: string; readonly name: string }) {
  return <img className={styles.logo} src={url} alt={name} />
}

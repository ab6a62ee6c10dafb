import { config } from 'zod'

// Compiled checks would need eval, which the content security policy refuses and reports. This has to run before the
// first schema of the contract is built.
config({ jitless: true })

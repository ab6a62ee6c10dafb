import { spawn } from 'node:child_process'

export interface ProgramOutcome {
  readonly exitCode: number
  readonly output: string
}

export interface ProgramOptions {
  /** 'inherit' shows the output as it comes, 'capture' returns it. */
  readonly output: 'inherit' | 'capture'
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** Runs a program to its end without a shell. A program that cannot be started counts as exit code 127; nothing is thrown. */
export function runProgram(program: string, args: readonly string[], options: ProgramOptions): Promise<ProgramOutcome> {
  const stdio = options.output === 'inherit' ? 'inherit' : 'pipe'
  return new Promise((settle) => {
    const child = spawn(program, args, {
      stdio: ['ignore', stdio, stdio],
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
    })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8')
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    child.on('error', (error) => settle({ exitCode: 127, output: error.message }))
    child.on('close', (code) => settle({ exitCode: code ?? 1, output }))
  })
}

import { Visitor } from 'vite'
import type { SizeException } from '../exceptions.ts'
import { isTest, parseSource, type SourceFile } from '../source-files.ts'

export const FUNCTION_LINES = 60

/** How many lines a file may have: production code 400, tests 600, views of the clients 250. */
export function fileLineLimit(path: string): number {
  if (isTest(path) || path.startsWith('test/')) return 600
  return path.startsWith('src/clients/') && path.endsWith('.tsx') ? 250 : 400
}

export function lineCount(text: string): number {
  return text.replace(/\n$/, '').split('\n').length
}

interface FunctionSize {
  readonly line: number
  readonly lines: number
}

/** Every function of a file with its first line and its length, blank lines and comments included. */
export function functionSizes(file: SourceFile): readonly FunctionSize[] {
  const sizes: FunctionSize[] = []
  const add = ({ start, end }: { readonly start: number; readonly end: number }) => {
    sizes.push({ line: lineCount(file.text.slice(0, start + 1)), lines: lineCount(file.text.slice(start, end)) })
  }
  new Visitor({ FunctionDeclaration: add, FunctionExpression: add, ArrowFunctionExpression: add }).visit(
    parseSource(file).program,
  )
  return sizes
}

/** What is too long in a file. Functions of tests are not measured: a scenario is read from top to bottom. */
export function sizeViolations(file: SourceFile, exception?: SizeException): readonly string[] {
  const lines = lineCount(file.text)
  const fileLimit = Math.max(fileLineLimit(file.path), exception?.fileLines ?? 0)
  const tooLong = lines > fileLimit ? [`${file.path} has ${lines} lines, allowed are ${fileLimit}`] : []
  if (file.path.startsWith('test/') || isTest(file.path)) return tooLong
  const functionLimit = Math.max(FUNCTION_LINES, exception?.functionLines ?? 0)
  const functions = functionSizes(file).filter((size) => size.lines > functionLimit)
  return [
    ...tooLong,
    ...functions.map(
      (size) => `${file.path}:${size.line} is a function of ${size.lines} lines, allowed are ${functionLimit}`,
    ),
  ]
}

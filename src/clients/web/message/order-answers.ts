import type { AnswerView } from '../../../contract/messages.ts'

/** Larger ones are fetched on a press only: an answer may bring a film. */
const openedAtMostBytes = 20 * 1024 * 1024

export interface OrderedAnswer {
  readonly answer: AnswerView
  /** Not read when the page was opened. */
  readonly isNew: boolean
  readonly opensByItself: boolean
}

/** What is new stands first and opens by itself; within new and known the latest comes first. */
export function orderAnswers(
  answers: readonly AnswerView[],
  isNew: (answer: AnswerView) => boolean,
): readonly OrderedAnswer[] {
  const latestFirst = answers.toSorted((a, b) => b.receivedAt.localeCompare(a.receivedAt))
  return [...latestFirst.filter(isNew), ...latestFirst.filter((answer) => !isNew(answer))].map((answer) => ({
    answer,
    isNew: isNew(answer),
    opensByItself: isNew(answer) && answer.sizeBytes <= openedAtMostBytes,
  }))
}

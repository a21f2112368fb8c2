/** For authors of an `OperationStore`: the checks and the merging that every one of them owes its callers. */

export { checkBegin, checkFinal, checkOpen, otherCurrency } from './store/check-request.ts'
export { mergeHandles } from './store/merge-handles.ts'

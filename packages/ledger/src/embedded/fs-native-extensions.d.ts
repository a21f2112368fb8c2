/** What we use of it. The package brings no types: https://github.com/holepunchto/fs-native-extensions */
declare module 'fs-native-extensions' {
  /** Whether the exclusive lock on the open file was granted. It ends with the descriptor, and so with the process. */
  export function tryLock(descriptor: number): boolean
}

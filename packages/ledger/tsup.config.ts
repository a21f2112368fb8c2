import { packageBuild } from '../../tsup.shared.ts'

export default packageBuild({ threads: { thread: './src/embedded/thread.ts' } })

import { packageBuild } from '../../tsup.shared.ts'

export default packageBuild({ thread: './src/embedded/thread.ts' })

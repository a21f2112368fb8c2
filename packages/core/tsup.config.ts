import { packageBuild } from '../../tsup.shared.ts'

export default packageBuild({ together: { entry: 'http', apart: ['signing', 'sha1', 'messages'] } })

import { Redirect, Route, Switch } from 'wouter'
import { CatalogueProvider } from './api/catalogue.tsx'
import { BatchPage } from './batches/batch-page.tsx'
import { BatchesPage } from './batches/batches-page.tsx'
import { OperationPage } from './batches/operation-page.tsx'
import { CapturePage } from './capture/capture-page.tsx'
import { ComparePage } from './history/compare-page.tsx'
import { HistoryPage } from './history/history-page.tsx'
import { MatrixPage } from './matrix/matrix-page.tsx'
import { NotificationsPage } from './notifications/notifications-page.tsx'
import { RunPage } from './run/run-page.tsx'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'
import { LanguageProvider } from './text/language.tsx'
import { TitlesProvider } from './titles/titles.tsx'
import { VtexPage } from './vtex/vtex-page.tsx'

/** Every address of the page. */
export function App() {
  return (
    <LanguageProvider>
      <Shell>
        <TitlesProvider>
          <CatalogueProvider>
            <Switch>
              <Route path="/">
                <Redirect to="/capture/mercadopago" replace />
              </Route>
              <Route path="/capture">
                <Redirect to="/capture/mercadopago" replace />
              </Route>
              <Route path="/capture/:provider">
                {({ provider }) => <CapturePage key={provider} name={provider} />}
              </Route>
              <Route path="/runs/:id">{({ id }) => <RunPage id={id} />}</Route>
              <Route path="/matrix">
                <MatrixPage id={null} />
              </Route>
              <Route path="/matrix/:id">{({ id }) => <MatrixPage id={id} />}</Route>
              <Route path="/batches">
                <BatchesPage />
              </Route>
              <Route path="/batches/operations/:id">{({ id }) => <OperationPage key={id} id={id} />}</Route>
              <Route path="/batches/:id">{({ id }) => <BatchPage key={id} id={id} />}</Route>
              <Route path="/notifications">
                <NotificationsPage />
              </Route>
              <Route path="/vtex">
                <VtexPage />
              </Route>
              <Route path="/compare">
                <ComparePage />
              </Route>
              <Route path="/history">
                <HistoryPage />
              </Route>
              <Route>
                <NotFound />
              </Route>
            </Switch>
          </CatalogueProvider>
        </TitlesProvider>
      </Shell>
    </LanguageProvider>
  )
}

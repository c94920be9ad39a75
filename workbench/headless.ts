/// <reference types="office-js" />
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { FUniver } from '@univerjs/core/facade'
import { Connection } from './host/connection'
import { createHost } from './host/create-host'
import type { Host } from './host/host'
import type { ClientFunctions } from './office/custom-functions'
import { headlessSurroundings } from './office/headless-surroundings'
import { supplyOffice } from './office/office'
import { emptyWorkbook } from './univer/empty-workbook'
import { plainGrid } from './univer/plain-grid'
import { insertSheets } from './xlsx/open'

export interface Headless {
  Excel: typeof Excel
  Office: typeof Office
  OfficeExtension: typeof OfficeExtension
  host: Host
  univerAPI: FUniver
  dispose(): void
}

/**
 * The workbench without a page: a workbook, and the real Office.js client connected to it. The client needs a
 * document (`// @vitest-environment happy-dom`) and lives in globals, so only one can be open at a time.
 */
export async function openHeadless(): Promise<Headless> {
  const { univer, univerAPI } = plainGrid()
  const host = createHost(univerAPI, univer.__getInjector(), emptyWorkbook())
  host.insertSheets = (file, names) => insertSheets(host, file, names)
  loadClient()
  const client = globalThis as unknown as ClientGlobals
  const bridge: Bridge = {
    sendMessageToHost: (text) => {
      // As between two windows: a message arrives only after the sender's code has run to its end.
      queueMicrotask(() => void connection.receive(text))
    },
  }
  const connection = new Connection(host, (text) => queueMicrotask(() => bridge.onMessageFromHost?.(text)))
  client.OfficeExtension.HostBridge.init(bridge)
  supplyOffice(
    client,
    headlessSurroundings(() => host.customFunctions.associated()),
  )
  return {
    Excel: client.Excel,
    Office: client.Office,
    OfficeExtension: client.OfficeExtension,
    host,
    univerAPI,
    dispose: () => univer.dispose(),
  }
}

interface Bridge {
  sendMessageToHost(text: string): void
  onMessageFromHost?(text: string): void
}

interface ClientGlobals {
  CustomFunctions: ClientFunctions
  Excel: typeof Excel
  Office: typeof Office
  OfficeExtension: typeof OfficeExtension & { HostBridge: { init(bridge: Bridge): void } }
}

let loaded = false

/** Runs Microsoft's file as it is, in the global scope, as a `<script>` would. */
function loadClient(): void {
  if (loaded) return
  const file = createRequire(import.meta.url).resolve('@microsoft/office-js/dist/excel-web-16.00.js')
  // biome-ignore lint/security/noGlobalEval: the client is a script of globals, not a module.
  const run = globalThis.eval
  run(readFileSync(file, 'utf8'))
  loaded = true
}

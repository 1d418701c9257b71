package com.psc.attachments.storage;

import org.springframework.context.annotation.ComponentScan;

/** What of the stores commands can have without the service: no backend, and nothing that writes unless it is told to. To be imported. */
@ComponentScan(useDefaultFilters = false, includeFilters = @ComponentScan.Filter(StandsAlone.class))
public class StoresAlone {}

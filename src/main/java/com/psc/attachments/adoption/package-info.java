/**
 * Moving in: the database of a former installation becomes this service's. What is looked at here is changed at one moment
 * only, in the transaction of the schema's first version.
 */
@NullMarked
package com.psc.attachments.adoption;

import org.jspecify.annotations.NullMarked;

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "shape-maker.h"

G_BEGIN_DECLS

/* Tables, names, keys and references of databases that everybody learns with, and of some with
 * habits of their own. The rows are made up. */

static const ShapeTable chinook[] = {
  { "Artist", 275, "*ArtistId:serial Name:name" },
  { "Album", 347, "*AlbumId:serial Title:text ArtistId:ref=Artist.ArtistId" },
  { "Employee", 8, "*EmployeeId:serial LastName:name FirstName:name Title:word=3 "
                   "ReportsTo:ref=Employee.EmployeeId? BirthDate:date HireDate:date Address:text "
                   "City:word=3 State:word=1 Country:word=1 PostalCode:code=6 Phone:code=10 "
                   "Email:hex" },
  { "Customer", 59, "*CustomerId:serial FirstName:name LastName:name Company:name? Address:text "
                    "City:name State:word=20? Country:word=24 PostalCode:code=5? Email:hex "
                    "SupportRepId:few=Employee.EmployeeId" },
  { "Genre", 25, "*GenreId:serial Name:name" },
  { "Invoice", 412, "*InvoiceId:serial CustomerId:ref=Customer.CustomerId InvoiceDate:date "
                    "BillingAddress:text BillingCity:name BillingCountry:word=24 Total:money" },
  { "InvoiceLine", 2240, "*InvoiceLineId:serial InvoiceId:ref=Invoice.InvoiceId "
                         "TrackId:ref=Track.TrackId UnitPrice:money Quantity:int=1" },
  { "MediaType", 5, "*MediaTypeId:serial Name:name" },
  { "Playlist", 18, "*PlaylistId:serial Name:name" },
  { "PlaylistTrack", 3000, "*PlaylistId:ref=Playlist.PlaylistId *TrackId:ref=Track.TrackId" },
  { "Track", 3503, "*TrackId:serial Name:name AlbumId:ref=Album.AlbumId "
                   "MediaTypeId:ref=MediaType.MediaTypeId GenreId:ref=Genre.GenreId Composer:name? "
                   "Milliseconds:int=400000 Bytes:int=9000000 UnitPrice:money" },
};

static const ShapeTable northwind[] = {
  { "categories", 8, "*CategoryID:serial CategoryName:name Description:text Picture:empty" },
  { "customers", 91, "*CustomerID:code=5 CompanyName:text ContactName:name ContactTitle:word=12 "
                     "Address:text City:word=60 Region:word=18? PostalCode:code=5 Country:word=21 "
                     "Phone:code=9 Fax:code=9?" },
  { "employees", 9, "*EmployeeID:serial LastName:name FirstName:name Title:word=4 BirthDate:date "
                    "HireDate:date City:word=5 Extension:code=4 Notes:text "
                    "ReportsTo:ref=employees.EmployeeID?" },
  { "employee_territories", 49, "*EmployeeID:ref=employees.EmployeeID "
                                "*TerritoryID:ref=territories.TerritoryID" },
  { "order_details", 2155, "*OrderID:ref=orders.OrderID *ProductID:ref=products.ProductID "
                           "UnitPrice:money Quantity:int=130 Discount:int=2" },
  { "orders", 830, "*OrderID:serial=10248 CustomerID:ref=customers.CustomerID "
                   "EmployeeID:ref=employees.EmployeeID OrderDate:date RequiredDate:date "
                   "ShippedDate:date? ShipVia:ref=shippers.ShipperID Freight:money ShipName:name "
                   "ShipCity:word=60 ShipCountry:word=21" },
  { "products", 77, "*ProductID:serial ProductName:text SupplierID:ref=suppliers.SupplierID "
                    "CategoryID:ref=categories.CategoryID QuantityPerUnit:text UnitPrice:money "
                    "UnitsInStock:int=120 UnitsOnOrder:int=9 ReorderLevel:int=6 "
                    "Discontinued:flag" },
  { "regions", 4, "*RegionID:serial RegionDescription:name" },
  { "shippers", 3, "*ShipperID:serial CompanyName:name Phone:code=9" },
  { "suppliers", 29, "*SupplierID:serial CompanyName:text ContactName:name City:name "
                     "Country:word=15 Phone:code=9" },
  { "territories", 53, "*TerritoryID:sparse=11581 TerritoryDescription:name "
                       "RegionID:ref=regions.RegionID" },
};

static const ShapeTable sakila[] = {
  { "actor", 200, "*actor_id:serial first_name:name last_name:name last_update:date" },
  { "address", 603, "*address_id:serial address:text address2:text? district:word=90 "
                    "city_id:ref=city.city_id postal_code:code=5 phone:code=9 last_update:date" },
  { "category", 16, "*category_id:serial name:name last_update:date" },
  { "city", 600, "*city_id:serial city:name country_id:ref=country.country_id last_update:date" },
  { "country", 109, "*country_id:serial country:name last_update:date" },
  { "customer", 599, "*customer_id:serial store_id:ref=store.store_id first_name:name "
                     "last_name:name email:hex address_id:sub=address.address_id active:int=1 "
                     "create_date:date last_update:date" },
  { "film", 1000, "*film_id:serial title:text description:text release_year:int=1 "
                  "language_id:few=language.language_id original_language_id:void=language.language_id "
                  "rental_duration:int=7 rental_rate:money length:int=185 replacement_cost:money "
                  "rating:word=5 special_features:word=15 last_update:date" },
  { "film_actor", 5000, "*actor_id:ref=actor.actor_id *film_id:ref=film.film_id last_update:date" },
  { "film_category", 1000, "*film_id:sub=film.film_id *category_id:ref=category.category_id "
                           "last_update:date" },
  { "inventory", 4581, "*inventory_id:serial film_id:ref=film.film_id "
                       "store_id:ref=store.store_id last_update:date" },
  { "language", 6, "*language_id:serial name:name last_update:date" },
  { "payment", 8000, "*payment_id:serial customer_id:ref=customer.customer_id "
                     "staff_id:ref=staff.staff_id rental_id:ref=rental.rental_id? amount:money "
                     "payment_date:date last_update:date" },
  { "rental", 9000, "*rental_id:serial rental_date:date "
                    "inventory_id:ref=inventory.inventory_id "
                    "customer_id:ref=customer.customer_id return_date:date? "
                    "staff_id:ref=staff.staff_id last_update:date" },
  { "staff", 2, "*staff_id:serial first_name:name last_name:name "
                "address_id:ref=address.address_id email:hex store_id:ref=store.store_id "
                "active:int=1 username:name password:hex? last_update:date" },
  { "store", 2, "*store_id:serial manager_staff_id:sub=staff.staff_id "
                "address_id:ref=address.address_id last_update:date" },
};

static const ShapeTable classicmodels[] = {
  { "customers", 122, "*customerNumber:sparse=103 customerName:text contactLastName:name "
                      "contactFirstName:name phone:code=9 addressLine1:text addressLine2:text? "
                      "city:word=95 state:word=18? postalCode:code=5 country:word=27 "
                      "salesRepEmployeeNumber:ref=employees.employeeNumber? creditLimit:money" },
  { "employees", 23, "*employeeNumber:sparse=1002 lastName:name firstName:name extension:code=5 "
                     "email:hex officeCode:ref=offices.officeCode "
                     "reportsTo:ref=employees.employeeNumber? jobTitle:word=7" },
  { "offices", 7, "*officeCode:serial city:name phone:code=9 addressLine1:text addressLine2:text? "
                  "state:word=4? country:word=5 postalCode:code=5 territory:word=4" },
  { "orderdetails", 2996, "*orderNumber:ref=orders.orderNumber "
                          "*productCode:ref=products.productCode quantityOrdered:int=97 "
                          "priceEach:money orderLineNumber:seq=orderNumber" },
  { "orders", 326, "*orderNumber:serial=10100 orderDate:date requiredDate:date shippedDate:date? "
                   "status:word=6 comments:text? customerNumber:ref=customers.customerNumber" },
  { "payments", 273, "*customerNumber:ref=customers.customerNumber *checkNumber:code=8 "
                     "paymentDate:date amount:money" },
  { "productlines", 7, "*productLine:name textDescription:text htmlDescription:empty image:empty" },
  { "products", 110, "*productCode:hex productName:text productLine:ref=productlines.productLine "
                     "productScale:word=9 productVendor:word=13 productDescription:text "
                     "quantityInStock:int=9997 buyPrice:money MSRP:money" },
};

static const ShapeTable employees[] = {
  { "departments", 9, "*dept_no:code=4 dept_name:name" },
  { "dept_emp", 3300, "*emp_no:ref=employees.emp_no *dept_no:ref=departments.dept_no "
                      "from_date:date to_date:date" },
  { "dept_manager", 24, "*emp_no:sub=employees.emp_no *dept_no:ref=departments.dept_no "
                        "from_date:date to_date:date" },
  { "employees", 3000, "*emp_no:serial=10001 birth_date:date first_name:name last_name:name "
                       "gender:word=2 hire_date:date" },
  { "salaries", 9000, "*emp_no:ref=employees.emp_no salary:int=90000 *from_date:date to_date:date" },
};

static const ShapeTable world[] = {
  { "city", 4079, "*ID:serial Name:name CountryCode:ref=country.Code District:name "
                  "Population:int=9000000" },
  { "country", 239, "*Code:code=3 Name:name Continent:word=7 Region:word=25 SurfaceArea:money "
                    "IndepYear:year? Population:int=90000000 LifeExpectancy:money? GNP:money "
                    "LocalName:name GovernmentForm:word=35 HeadOfState:name? "
                    "Capital:sub=city.ID Code2:hex" },
  { "countrylanguage", 984, "*CountryCode:ref=country.Code *Language:word=300 IsOfficial:flag "
                            "Percentage:money" },
};

static const ShapeTable olist[] = {
  { "olist_customers_dataset", 4000, "*customer_id:hex customer_unique_id:hex "
                                     "customer_zip_code_prefix:int=99990 customer_city:word=900 "
                                     "customer_state:word=27" },
  { "olist_geolocation_dataset", 6000, "geolocation_zip_code_prefix:int=9999 "
                                       "geolocation_lat:money geolocation_lng:money "
                                       "geolocation_city:word=900 geolocation_state:word=27" },
  { "olist_order_items_dataset", 4500, "*order_id:ref=olist_orders_dataset.order_id "
                                       "*order_item_id:seq=order_id "
                                       "product_id:ref=olist_products_dataset.product_id "
                                       "seller_id:ref=olist_sellers_dataset.seller_id "
                                       "shipping_limit_date:date price:money freight_value:money" },
  { "olist_order_payments_dataset", 4200, "*order_id:ref=olist_orders_dataset.order_id "
                                          "*payment_sequential:seq=order_id payment_type:word=5 "
                                          "payment_installments:int=24 payment_value:money" },
  { "olist_order_reviews_dataset", 3900, "*review_id:hex order_id:ref=olist_orders_dataset.order_id "
                                         "review_score:int=5 review_comment_title:text? "
                                         "review_comment_message:text? review_creation_date:date" },
  { "olist_orders_dataset", 4000, "*order_id:hex "
                                  "customer_id:sub=olist_customers_dataset.customer_id "
                                  "order_status:word=8 order_purchase_timestamp:date "
                                  "order_delivered_customer_date:date?" },
  { "olist_products_dataset", 3000, "*product_id:hex "
                                    "product_category_name:ref=product_category_name_translation."
                                    "product_category_name! "
                                    "product_name_lenght:int=76 product_photos_qty:int=20 "
                                    "product_weight_g:int=40000" },
  { "olist_sellers_dataset", 309, "*seller_id:hex seller_zip_code_prefix:int=99990 "
                                  "seller_city:word=600 seller_state:word=23" },
  { "product_category_name_translation", 71, "*product_category_name:name "
                                             "product_category_name_english:name" },
};

static const ShapeTable hr[] = {
  { "countries", 25, "*country_id:code=2 country_name:name region_id:ref=regions.region_id" },
  { "departments", 27, "*department_id:sparse=10 department_name:name "
                       "manager_id:ref=employees.employee_id? "
                       "location_id:ref=locations.location_id" },
  { "employees", 107, "*employee_id:serial=100 first_name:name last_name:name email:hex "
                      "phone_number:code=9 hire_date:date job_id:ref=jobs.job_id salary:money "
                      "commission_pct:money? manager_id:ref=employees.employee_id? "
                      "department_id:int=1" },
  { "job_history", 60, "*employee_id:ref=employees.employee_id *start_date:date end_date:date "
                       "job_id:ref=jobs.job_id department_id:few=departments.department_id" },
  { "jobs", 19, "*job_id:code=6 job_title:name min_salary:int=20000 max_salary:int=40000" },
  { "locations", 23, "*location_id:sparse=1000 street_address:text postal_code:code=5? city:name "
                     "state_province:name? country_id:ref=countries.country_id" },
  { "regions", 4, "*region_id:serial region_name:name" },
};

static const ShapeTable imdb[] = {
  { "actors", 2000, "*id:serial first_name:name last_name:name gender:word=2" },
  { "directors", 300, "*id:serial first_name:name last_name:name" },
  { "directors_genres", 800, "*director_id:ref=directors.id *genre:word=20 prob:money" },
  { "movies", 900, "*id:serial name:text year:year rank:money?" },
  { "movies_directors", 950, "*director_id:ref=directors.id *movie_id:ref=movies.id" },
  { "movies_genres", 1400, "*movie_id:ref=movies.id *genre:word=20" },
  { "roles", 6000, "*actor_id:ref=actors.id *movie_id:ref=movies.id *role:word=60" },
};

static const ShapeTable titles[] = {
  { "title.akas", 5000, "*titleId:ref=title.basics.tconst *ordering:seq=titleId title:text "
                        "region:word=60? language:word=20? isOriginalTitle:int=1" },
  { "title.basics", 3000, "*tconst:hex titleType:word=9 primaryTitle:text originalTitle:text "
                          "isAdult:int=1 startYear:year endYear:year? runtimeMinutes:int=200?" },
  { "title.principals", 9000, "*tconst:ref=title.basics.tconst *ordering:seq=tconst "
                              "nconst:ref=name.basics.nconst category:word=10 job:word=40?" },
  { "title.ratings", 1300, "*tconst:sub=title.basics.tconst averageRating:money numVotes:int=90000" },
  { "name.basics", 4000, "*nconst:hex primaryName:text birthYear:year? deathYear:year?" },
};

static const ShapeTable adventureworks[] = {
  { "Address", 1900, "*AddressID:serial AddressLine1:text City:word=90 "
                     "StateProvinceID:ref=StateProvince.StateProvinceID PostalCode:code=5 "
                     "ModifiedDate:date" },
  { "StateProvince", 181, "*StateProvinceID:serial StateProvinceCode:hex "
                          "CountryRegionCode:ref=CountryRegion.CountryRegionCode Name:name "
                          "TerritoryID:ref=SalesTerritory.TerritoryID ModifiedDate:date" },
  { "CountryRegion", 238, "*CountryRegionCode:code=3 Name:name ModifiedDate:date" },
  { "SalesTerritory", 10, "*TerritoryID:serial Name:name "
                          "CountryRegionCode:ref=CountryRegion.CountryRegionCode SalesYTD:money "
                          "ModifiedDate:date" },
  { "Person", 2000, "*BusinessEntityID:serial PersonType:word=6 FirstName:name LastName:name "
                    "EmailPromotion:int=2 ModifiedDate:date" },
  { "Employee", 290, "*BusinessEntityID:sub=Person.BusinessEntityID NationalIDNumber:hex "
                     "JobTitle:word=60 BirthDate:date Gender:word=2 VacationHours:int=99 "
                     "ModifiedDate:date" },
  { "Customer", 1982, "*CustomerID:serial PersonID:ref=Person.BusinessEntityID? "
                      "StoreID:empty TerritoryID:ref=SalesTerritory.TerritoryID "
                      "AccountNumber:hex ModifiedDate:date" },
  { "ShipMethod", 5, "*ShipMethodID:serial Name:name ShipBase:money ShipRate:money" },
  { "CreditCard", 1900, "*CreditCardID:serial CardType:word=4 CardNumber:hex ExpMonth:int=12 "
                        "ExpYear:year ModifiedDate:date" },
  { "SalesOrderHeader", 3146, "*SalesOrderID:serial=43659 RevisionNumber:int=9 OrderDate:date "
                              "Status:int=5 CustomerID:ref=Customer.CustomerID "
                              "TerritoryID:ref=SalesTerritory.TerritoryID "
                              "BillToAddressID:ref=Address.AddressID "
                              "ShipToAddressID:ref=Address.AddressID "
                              "ShipMethodID:ref=ShipMethod.ShipMethodID "
                              "CreditCardID:ref=CreditCard.CreditCardID? SubTotal:money" },
  { "SalesOrderDetail", 9000, "*SalesOrderID:ref=SalesOrderHeader.SalesOrderID "
                              "*SalesOrderDetailID:serial OrderQty:int=40 "
                              "ProductID:tuple=SpecialOfferProduct.ProductID "
                              "SpecialOfferID:tuple=SpecialOfferProduct.SpecialOfferID "
                              "UnitPrice:money" },
  { "SpecialOfferProduct", 538, "*SpecialOfferID:ref=SpecialOffer.SpecialOfferID "
                                "*ProductID:ref=Product.ProductID ModifiedDate:date" },
  { "SpecialOffer", 16, "*SpecialOfferID:serial Description:text DiscountPct:money Type:word=6 "
                        "MinQty:int=61" },
  { "Product", 504, "*ProductID:sparse=316 Name:text ProductNumber:hex MakeFlag:flag "
                    "SafetyStockLevel:int=1000 ListPrice:money "
                    "SizeUnitMeasureCode:few=UnitMeasure.UnitMeasureCode? "
                    "WeightUnitMeasureCode:few=UnitMeasure.UnitMeasureCode? "
                    "ProductSubcategoryID:ref=ProductSubcategory.ProductSubcategoryID? "
                    "ModifiedDate:date" },
  { "ProductSubcategory", 37, "*ProductSubcategoryID:serial "
                              "ProductCategoryID:ref=ProductCategory.ProductCategoryID Name:name" },
  { "ProductCategory", 4, "*ProductCategoryID:serial Name:name" },
  { "UnitMeasure", 38, "*UnitMeasureCode:code=3 Name:name ModifiedDate:date" },
};

static const ShapeTable tpch[] = {
  { "region", 5, "*r_regionkey:serial r_name:name r_comment:text" },
  { "nation", 25, "*n_nationkey:serial n_name:name n_regionkey:ref=region.r_regionkey "
                  "n_comment:text" },
  { "supplier", 100, "*s_suppkey:serial s_name:name s_address:text "
                     "s_nationkey:ref=nation.n_nationkey s_acctbal:money s_comment:text" },
  { "customer", 1500, "*c_custkey:serial c_name:name c_nationkey:ref=nation.n_nationkey "
                      "c_acctbal:money c_mktsegment:word=5" },
  { "part", 2000, "*p_partkey:serial p_name:text p_mfgr:word=5 p_size:int=50 p_retailprice:money" },
  { "partsupp", 6000, "*ps_partkey:ref=part.p_partkey *ps_suppkey:ref=supplier.s_suppkey "
                      "ps_availqty:int=9999 ps_supplycost:money" },
  { "orders", 5000, "*o_orderkey:sparse=1 o_custkey:ref=customer.c_custkey o_orderstatus:word=3 "
                    "o_totalprice:money o_orderdate:date o_shippriority:int=1" },
  { "lineitem", 9000, "*l_orderkey:ref=orders.o_orderkey l_partkey:tuple=partsupp.ps_partkey "
                      "l_suppkey:tuple=partsupp.ps_suppkey *l_linenumber:seq=l_orderkey "
                      "l_quantity:int=50 l_extendedprice:money l_shipdate:date" },
};

static const ShapeTable formula1[] = {
  { "circuits", 77, "*circuitId:serial circuitRef:name name:text location:name country:word=34 "
                    "lat:money lng:money alt:int=800 url:hex" },
  { "constructors", 211, "*constructorId:serial constructorRef:name name:name nationality:word=24" },
  { "drivers", 850, "*driverId:serial driverRef:hex number:int=99? code:code=3 forename:name "
                    "surname:name dob:date nationality:word=42" },
  { "lap_times", 6000, "*raceId:ref=races.raceId *driverId:ref=drivers.driverId "
                       "*lap:int=60 position:int=20 milliseconds:int=99999" },
  { "qualifying", 3000, "*qualifyId:serial raceId:ref=races.raceId driverId:ref=drivers.driverId "
                        "constructorId:ref=constructors.constructorId number:int=99 "
                        "position:int=24" },
  { "races", 1100, "*raceId:serial year:ref=seasons.year round:int=22 "
                   "circuitId:ref=circuits.circuitId name:text date:date" },
  { "results", 7000, "*resultId:serial raceId:ref=races.raceId driverId:ref=drivers.driverId "
                     "constructorId:ref=constructors.constructorId number:int=99 grid:int=24 "
                     "position:int=24? positionOrder:int=24 points:int=26 laps:int=78 "
                     "statusId:ref=status.statusId" },
  { "seasons", 74, "*year:serial=1950 url:hex" },
  { "status", 139, "*statusId:serial status:name" },
};

static const ShapeTable stackexchange[] = {
  { "users", 1500, "*Id:serial Reputation:int=9000 CreationDate:date DisplayName:text "
                   "UpVotes:int=500 DownVotes:int=90 Age:int=80?" },
  { "posts", 4000, "*Id:serial PostTypeId:int=2 ParentId:ref=posts.Id? CreationDate:date "
                   "Score:int=90 ViewCount:int=5000 Title:text? OwnerUserId:ref=users.Id "
                   "LastEditorUserId:ref=users.Id? AnswerCount:int=12 FavoriteCount:int=9?" },
  { "comments", 6000, "*Id:serial PostId:ref=posts.Id Score:int=40 Text:text "
                      "UserId:ref=users.Id?" },
  { "badges", 3000, "*Id:serial UserId:ref=users.Id Name:word=40 Date:date" },
  { "votes", 8000, "*Id:serial PostId:ref=posts.Id VoteTypeId:int=9 UserId:ref=users.Id? "
                   "CreationDate:date BountyAmount:int=500?" },
};

static const ShapeTable shop[] = {
  { "stores", 12, "*id:serial name:name city:word=9 opened:date" },
  { "categories", 14, "*id:serial name:name parent_id:ref=categories.id?" },
  { "products", 300, "*id:serial sku:hex name:text category_id:ref=categories.id price:money "
                     "rating:int=5 stock_quantity:int=100" },
  { "customers", 900, "*id:serial name:text email:hex country:word=12 signup_year:year "
                      "loyalty_level:int=4" },
  { "orders", 5000, "*id:serial cust_id:ref=customers.id store:ref=stores.id order_date:date "
                    "quantity:int=9 discount:int=5 status:word=5" },
  { "order_lines", 9000, "*order_id:ref=orders.id *line_no:seq=order_id prod_id:ref=products.id "
                         "qty:int=7 unit_price:money" },
  { "returns", 200, "*id:serial order_id:ref=orders.id reason:word=6 days:int=30" },
  { "employees", 60, "*id:serial name:text store_id:ref=stores.id manager_id:ref=employees.id? "
                     "hired:date salary:int=90000" },
};

static const ShapeTable flights[] = {
  { "airlines", 16, "*carrier:code=2 name:text" },
  { "airports", 1400, "*faa:code=3 name:text lat:money lon:money alt:int=9000 tz:int=9 dst:word=3 "
                      "tzone:word=9" },
  { "flights", 9000, "year:int=1 month:int=12 day:int=31 dep_time:int=2400? sched_dep_time:int=2359 "
                     "arr_delay:int=300? carrier:ref=airlines.carrier flight:int=6000 "
                     "tailnum:ref=planes.tailnum! origin:few=airports.faa dest:ref=airports.faa! "
                     "air_time:int=600? distance:int=4900 hour:int=23 minute:int=59 time_hour:date" },
  { "planes", 3300, "*tailnum:code=6 year:year type:word=3 manufacturer:word=30 model:word=120 "
                    "engines:int=4 seats:int=400 speed:int=400? engine:word=6" },
  { "weather", 1200, "*origin:few=airports.faa year:int=1 month:int=12 day:int=31 hour:int=23 "
                     "temp:money humid:money *time_hour:moment" },
};

static const ShapeTable gtfs[] = {
  { "agency", 3, "*agency_id:code=4 agency_name:text agency_url:hex agency_timezone:word=1" },
  { "stops", 900, "*stop_id:serial=2001 stop_code:serial=2001 stop_name:text stop_lat:money "
                  "stop_lon:money location_type:int=1 parent_station:ref=stops.stop_id?" },
  { "routes", 60, "*route_id:code=5 agency_id:ref=agency.agency_id route_short_name:int=99 "
                  "route_long_name:text route_type:int=4" },
  { "trips", 2000, "route_id:ref=routes.route_id service_id:ref=calendar.service_id *trip_id:hex "
                   "trip_headsign:word=60 direction_id:int=1 block_id:word=90 shape_id:word=90" },
  { "stop_times", 9000, "*trip_id:ref=trips.trip_id arrival_time:text departure_time:text "
                        "stop_id:ref=stops.stop_id *stop_sequence:seq=trip_id pickup_type:int=1" },
  { "calendar", 12, "*service_id:code=4 monday:int=1 tuesday:int=1 start_date:date end_date:date" },
  { "calendar_dates", 60, "*service_id:ref=calendar.service_id *date:date exception_type:int=2" },
};

static const ShapeTable movielens[] = {
  { "movies", 3000, "*movieId:sparse=1 title:text genres:word=90" },
  { "ratings", 9000, "*userId:int=300 *movieId:ref=movies.movieId rating:int=5 timestamp:int=99999999" },
  { "tags", 1500, "*userId:int=300 *movieId:ref=movies.movieId *tag:word=200 timestamp:int=99999999" },
  { "links", 3000, "*movieId:sub=movies.movieId imdbId:serial=114709 tmdbId:sparse=862" },
};

static const ShapeTable lahman[] = {
  { "People", 3000, "*playerID:hex birthYear:year? birthCountry:word=40 nameFirst:name "
                    "nameLast:name weight:int=300 height:int=80 debut:date" },
  { "TeamsFranchises", 120, "*franchID:code=3 franchName:text active:word=3 NAassoc:empty" },
  { "Parks", 250, "*ID:serial parkkey:code=5 parkname:text city:word=90 state:word=40" },
  { "Batting", 9000, "*playerID:ref=People.playerID *yearID:year *stint:int=2 "
                     "teamID:word=140 lgID:word=5 G:int=162 AB:int=600 R:int=150 H:int=220" },
  { "Salaries", 6000, "*yearID:year *teamID:word=30 *lgID:word=2 *playerID:ref=People.playerID "
                      "salary:int=9000000" },
};

static const ShapeTable pubs[] = {
  { "authors", 23, "*au_id:code=9 au_lname:name au_fname:name phone:code=9 city:word=9 zip:code=5 "
                   "contract:int=1" },
  { "publishers", 8, "*pub_id:sparse=736 pub_name:text city:name country:word=4" },
  { "titles", 18, "*title_id:code=6 title:text type:word=6 pub_id:ref=publishers.pub_id price:money "
                  "royalty:int=24 ytd_sales:int=9999 pubdate:date" },
  { "titleauthor", 25, "*au_id:ref=authors.au_id *title_id:ref=titles.title_id au_ord:int=3 "
                       "royaltyper:int=100" },
  { "stores", 6, "*stor_id:sparse=6380 stor_name:text city:name zip:code=5" },
  { "sales", 60, "*stor_id:ref=stores.stor_id *ord_num:word=14 ord_date:date qty:int=75 "
                 "payterms:word=3 *title_id:ref=titles.title_id" },
  { "jobs", 14, "*job_id:serial job_desc:text min_lvl:int=200 max_lvl:int=250" },
  { "employee", 43, "*emp_id:code=9 fname:name lname:name job_id:ref=jobs.job_id job_lvl:int=250 "
                    "pub_id:ref=publishers.pub_id hire_date:date" },
};

static const ShapeTable company[] = {
  { "EMPLOYEE", 80, "FNAME:name LNAME:name *SSN:sparse=123456 BDATE:date ADDRESS:text SEX:word=2 "
                    "SALARY:int=90000 SUPER_SSN:ref=EMPLOYEE.SSN? DNO:ref=DEPARTMENT.DNUMBER" },
  { "DEPARTMENT", 6, "DNAME:name *DNUMBER:serial MGR_SSN:ref=EMPLOYEE.SSN MGR_START_DATE:date" },
  { "DEPT_LOCATIONS", 12, "*DNUMBER:ref=DEPARTMENT.DNUMBER *DLOCATION:word=9" },
  { "PROJECT", 40, "PNAME:name *PNUMBER:serial PLOCATION:word=9 DNUM:ref=DEPARTMENT.DNUMBER" },
  { "WORKS_ON", 150, "*ESSN:ref=EMPLOYEE.SSN *PNO:ref=PROJECT.PNUMBER HOURS:money" },
  { "DEPENDENT", 60, "*ESSN:ref=EMPLOYEE.SSN *DEPENDENT_NAME:word=20 SEX:word=2 BDATE:date" },
};

static const ShapeTable scott[] = {
  { "EMP", 40, "*EMPNO:sparse=7369 ENAME:name JOB:word=5 MGR:ref=EMP.EMPNO? HIREDATE:date SAL:money "
               "COMM:money? DEPTNO:ref=DEPT.DEPTNO" },
  { "DEPT", 4, "*DEPTNO:sparse=10 DNAME:name LOC:name" },
  { "SALGRADE", 5, "*GRADE:serial LOSAL:sparse=700 HISAL:sparse=1200" },
};

static const ShapeTable soccer[] = {
  { "Country", 11, "*id:sparse=1 name:name" },
  { "League", 11, "*id:sparse=1 country_id:sub=Country.id name:text" },
  { "Team", 299, "*id:serial team_api_id:sparse=1601 team_fifa_api_id:sparse=3? "
                 "team_long_name:text team_short_name:code=3" },
  { "Player", 1100, "*id:serial player_api_id:sparse=2625 player_name:text "
                    "player_fifa_api_id:sparse=2 birthday:date height:money weight:int=243" },
  { "Match", 5000, "*id:serial country_id:ref=Country.id league_id:ref=League.id season:word=8 "
                   "stage:int=38 date:date match_api_id:sparse=483129 "
                   "home_team_api_id:ref=Team.team_api_id away_team_api_id:ref=Team.team_api_id "
                   "home_team_goal:int=9 away_team_goal:int=9 "
                   "home_player_1:ref=Player.player_api_id? "
                   "away_player_1:ref=Player.player_api_id?" },
  { "Player_Attributes", 6000, "*id:serial player_fifa_api_id:ref=Player.player_fifa_api_id "
                               "player_api_id:ref=Player.player_api_id date:date "
                               "overall_rating:int=94 potential:int=97" },
};

static const ShapeTable financial[] = {
  { "account", 4500, "*account_id:sparse=1 district_id:ref=district.district_id frequency:word=3 "
                     "date:date" },
  { "card", 890, "*card_id:sparse=1 disp_id:sub=disp.disp_id type:word=3 issued:date" },
  { "client", 5300, "*client_id:sparse=1 gender:word=2 birth_date:date "
                    "district_id:ref=district.district_id" },
  { "disp", 5300, "*disp_id:sparse=1 client_id:sub=client.client_id "
                  "account_id:ref=account.account_id type:word=2" },
  { "district", 77, "*district_id:serial A2:name A3:word=8 A4:int=999999 A5:int=150 A10:money" },
  { "loan", 680, "*loan_id:sparse=4959 account_id:sub=account.account_id date:date amount:int=590000 "
                 "duration:int=60 payments:money status:word=4" },
  { "order", 6400, "*order_id:sparse=29401 account_id:ref=account.account_id bank_to:word=13 "
                   "account_to:int=99999999 amount:money k_symbol:word=4" },
  { "trans", 9000, "*trans_id:sparse=1 account_id:ref=account.account_id date:date type:word=3 "
                   "amount:int=87400 balance:int=209637 bank:word=13? account:int=99999999?" },
};

static const ShapeTable bikes[] = {
  { "station", 70, "*id:sparse=2 name:text lat:money long:money dock_count:int=27 city:word=5" },
  { "trip", 9000, "*id:sparse=4069 duration:int=9000 start_date:date start_station_name:text "
                  "start_station_id:ref=station.id end_station_id:ref=station.id bike_id:int=700 "
                  "subscription_type:word=2 zip_code:int=99999" },
  { "status", 9000, "*station_id:ref=station.id bikes_available:int=27 docks_available:int=27 "
                    "*time:moment" },
};

/* Keys that several tables share, each for special cases of the one before it; a copy's row numbers;
 * a table without rows. */
static const ShapeTable parties[] = {
  { "Party", 3000, "*PartyID:serial RowGuid:uuid ModifiedDate:date" },
  { "Person", 2400, "*PartyID:sub=Party.PartyID FirstName:name LastName:name Title:word=3? "
                    "RowGuid:uuid ModifiedDate:date" },
  { "Login", 2400, "*PartyID:sub=Person.PartyID Secret:hex RowGuid:uuid ModifiedDate:date" },
  { "Worker", 200, "*PartyID:sub=Person.PartyID JobTitle:word=20 Hired:date RowGuid:uuid" },
  { "WorkerWage", 500, "*PartyID:ref=Worker.PartyID *StartDate:moment Wage:money" },
  { "Card", 900, "*CardID:serial CardNumber:hex ModifiedDate:date" },
  { "PersonCard", 900, "*PartyID:ref=Person.PartyID *CardID:sub=Card.CardID Main:int=1 RowGuid:uuid" },
  { "Demographic", 0, "*DemographicTypeID:code=3 Remark:text" },
  { "CardDemographic", 0, "*CardID:ref=Card.CardID "
                          "*DemographicTypeID:ref=Demographic.DemographicTypeID" },
};

/* Keys of several columns that others refer to as a whole; roles; parts of the calendar. */
static const ShapeTable staffing[] = {
  { "country", 40, "*country:name currency:word=20" },
  { "job", 120, "*job_code:word=25 *job_grade:int=5 *job_country:few=country.country "
                "job_title:word=30 min_salary:money" },
  { "department", 21, "*dept_no:code=3 department:text head_dept:ref=department.dept_no? "
                      "mngr_no:ref=employee.emp_no? budget:money" },
  { "employee", 400, "*emp_no:sparse=2 first_name:name last_name:name "
                     "dept_no:ref=department.dept_no job_code:tuple=job.job_code "
                     "job_grade:tuple=job.job_grade job_country:tuple=job.job_country "
                     "salary:money" },
  { "project", 30, "*proj_id:code=5 proj_name:text team_leader:ref=employee.emp_no" },
  { "proj_dept_budget", 400, "*fiscal_year:year *proj_id:ref=project.proj_id "
                             "*dept_no:ref=department.dept_no projected_budget:money" },
  { "offer", 900, "*offer_no:serial client_address:text client_city:word=30" },
  { "invoice", 500, "*invoice_no:serial offer_no:ref=offer.offer_no "
                    "billing_address:copy=offer.client_address total:money" },
};

/* One tie goes on where another begins, and another only says the same of a few. */
static const ShapeTable travel[] = {
  { "tickets", 900, "*ticket_no:hex passenger:name" },
  { "flights", 300, "*flight_id:serial flight_no:code=6 departed:date" },
  { "ticket_flights", 2500, "*ticket_no:ref=tickets.ticket_no *flight_id:ref=flights.flight_id "
                            "fare:word=3 amount:money" },
  { "boarding_passes", 1200, "*ticket_no:tuple=ticket_flights.ticket_no "
                             "*flight_id:tuple=ticket_flights.flight_id boarding_no:int=300 "
                             "seat:word=90" },
};

/* Few broken rows, but each with a value of its own, beside a small set. */
static const ShapeTable broken[] = {
  { "genres", 8, "*genre_id:serial name:name" },
  { "tracks", 2000, "*track_id:serial title:text genre_id:ref=genres.genre_id% seconds:int=900" },
};

/* Names without gaps. */
static const ShapeTable glued[] = {
  { "users", 800, "*userid:serial displayname:text createdby:few=users.userid" },
  { "posts", 2500, "*postid:serial owneruserid:ref=users.userid title:text "
                   "relatedpostid:ref=posts.postid? lasteditoruserid:few=users.userid" },
  { "unitmeasure", 30, "*unitmeasurecode:code=3 name:name" },
  { "product", 400, "*productid:sparse=316 name:text sizeunitmeasurecode:few=unitmeasure."
                    "unitmeasurecode" },
  { "tags", 1500, "*postid:ref=posts.postid *visitorid:int=60 *tag:word=40" },
};

/* Codes and UUIDs beside a running number, calendars, tables of kinds, and a tie with more to say. */
static const ShapeTable cards[] = {
  { "sets", 500, "*id:serial code:code=3 name:text block:word=29" },
  { "cards", 3000, "*id:serial setCode:ref=sets.code name:text uuid:uuid" },
  { "legalities", 4000, "*id:serial format:word=6 uuid:ref=cards.uuid" },
  { "PackageTypes", 14, "*PackageTypeID:serial Name:name LastEditedBy:few=People.PersonID" },
  { "People", 900, "*PersonID:serial FullName:text" },
  { "StockItems", 200, "*StockItemID:serial Name:text OuterPackageID:few=PackageTypes."
                       "PackageTypeID Price:money" },
  { "Address", 450, "*AddressID:sparse=9 Street:text" },
  { "PersonAddress", 400, "*PersonID:ref=People.PersonID *AddressID:sub=Address.AddressID "
                          "Usage:word=4" },
  { "calendar", 240, "*day:moment weekday:word=7" },
  { "takings", 900, "*taking_id:serial day:ref=calendar.day amount:money" },
};

/* All of them. */
typedef struct {
  const char       *name;
  const ShapeTable *tables;
  guint             n_tables;
} Shape;

#define SHAPE(name) { #name, name, G_N_ELEMENTS (name) }

static const Shape shapes[] = {
  SHAPE (chinook),   SHAPE (northwind), SHAPE (sakila),         SHAPE (classicmodels),
  SHAPE (employees), SHAPE (world),     SHAPE (olist),          SHAPE (hr),
  SHAPE (imdb),      SHAPE (titles),    SHAPE (adventureworks), SHAPE (tpch),
  SHAPE (formula1),  SHAPE (stackexchange), SHAPE (shop),
  SHAPE (flights),   SHAPE (gtfs),      SHAPE (movielens),      SHAPE (lahman),
  SHAPE (pubs),      SHAPE (company),   SHAPE (scott),          SHAPE (soccer),
  SHAPE (financial), SHAPE (bikes),
};

/* Small ones for habits that are well understood. */
static const Shape habits[] = {
  SHAPE (parties), SHAPE (staffing), SHAPE (travel), SHAPE (glued), SHAPE (cards), SHAPE (broken),
};

G_END_DECLS
